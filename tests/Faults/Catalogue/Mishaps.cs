using Tacit.Faults.Load;
using Tacit.Faults.Places;
using Tacit.Wire;

namespace Tacit.Faults.Catalogue;

/// <summary>What can be done to a process, a link, a disk or a clock, whichever role it has.</summary>
internal static class Mishaps
{
    /// <summary>A process is killed, and started again at once, as systemd does.</summary>
    public static Func<Place, Workload, Task> KillAsync(string node) => async (place, _) =>
    {
        await place[node].KillAsync();
        await place[node].StartAsync();
    };

    /// <summary>A process is killed; the others go on without it; then it is started again.</summary>
    public static Func<Place, Workload, Task> LoseAsync(string node) => async (place, load) =>
    {
        await place[node].KillAsync();
        await load.GoOnAsync(2);
        await place[node].StartAsync();
    };

    /// <summary>A process does nothing for a while, keeps its connections, and goes on where it was.</summary>
    public static Func<Place, Workload, Task> PauseAsync(string node, int seconds) => async (place, _) =>
    {
        place[node].Pause();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        place[node].Wake();
    };

    /// <summary>Processes are told to end and started again, one after the other, while everybody goes on.</summary>
    public static Func<Place, Workload, Task> RestartAsync(params IEnumerable<string> nodes) => async (place, load) =>
    {
        foreach (var node in nodes)
        {
            await place[node].EndAsync();
            await place[node].StartAsync();
            await load.GoOnAsync(1);
        }
    };

    /// <summary>A node is drained by the operator, ended, and started again.</summary>
    public static Func<Place, Workload, Task> DrainAsync(string node) => async (place, load) =>
    {
        await Place.CommandAsync("drain", node, "--topology", place.TopologyFile);
        await load.GoOnAsync(1);
        await place[node].EndAsync();
        await load.GoOnAsync(1);
        await place[node].StartAsync();
    };

    /// <summary>A link passes nothing for a while.</summary>
    public static Func<Place, Workload, Task> CutAsync(
        string from, string to, int seconds, bool forth = true, bool back = true) => async (place, _) =>
    {
        place.Network(from, to).Cut(forth, back);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        place.Network(from, to).Heal();
    };

    /// <summary>Every link of a node passes nothing for a while.</summary>
    public static Func<Place, Workload, Task> IsolateAsync(string node, int seconds) => async (place, _) =>
    {
        var all = place.NetworksOf(node).ToArray();
        foreach (var network in all)
            network.Cut();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        foreach (var network in all)
            network.Heal();
    };

    /// <summary>A link is slow while everybody goes on.</summary>
    public static Func<Place, Workload, Task> SlowAsync(string from, string to, int milliseconds) =>
        async (place, load) =>
        {
            place.Network(from, to).Delay(TimeSpan.FromMilliseconds(milliseconds));
            await load.GoOnAsync(3);
            place.Network(from, to).Delay(TimeSpan.Zero);
        };

    /// <summary>A disk is full until somebody was told, and then has room again.</summary>
    public static Func<Place, Workload, Task> FillAsync(string node) => async (place, load) =>
    {
        await using (await Ballast.FillAsync(Path.Combine(place.DataOf(node), "ballast")))
            await load.HearAsync(Code.StoreFull, count: 20);
    };

    /// <summary>A node's clock jumps, and later back to where it was.</summary>
    public static Func<Place, Workload, Task> JumpAsync(string node, TimeSpan by) => async (place, load) =>
    {
        place.ClockOf(node).SetOff(by);
        await load.GoOnAsync(5);
        place.ClockOf(node).SetOff(TimeSpan.Zero);
    };
}
