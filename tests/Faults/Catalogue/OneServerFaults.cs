using Tacit.Faults.Load;
using Tacit.Faults.Places;
using Tacit.Wire;

namespace Tacit.Faults.Catalogue;

/// <summary>What may happen to a server in one process, behind nginx.</summary>
internal static class OneServerFaults
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly PlaceShape WithClocks = PlaceShape.OneServer with { HasClocks = true };

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All =>
    [
        new("server-kill", PlaceShape.OneServer, (place, _) => KillAsync(place, "server")) { IsQuick = true },
        new("server-pause", PlaceShape.OneServer, (place, _) => PauseAsync(place, "server")),
        new("server-restart", PlaceShape.OneServer, (place, _) => RestartAsync(place, "server")),
        new("nginx-kill", PlaceShape.OneServer, (place, _) => KillAsync(place, "nginx")),
        new("nginx-pause", PlaceShape.OneServer, (place, _) => PauseAsync(place, "nginx")),
        new("disk-full", PlaceShape.OneServer with { DiskSize = "24m" }, FillAsync),
        new("clock-forward", WithClocks, (place, load) => JumpAsync(place, load, Hour)),
        new("clock-back", WithClocks, (place, load) => JumpAsync(place, load, -Hour)),
    ];

    private static async Task KillAsync(Place place, string name)
    {
        await place[name].KillAsync();
        await place[name].StartAsync();
    }

    private static async Task PauseAsync(Place place, string name)
    {
        place[name].Pause();
        await Task.Delay(Pause);
        place[name].Wake();
    }

    private static async Task RestartAsync(Place place, string name)
    {
        await place[name].EndAsync();
        await place[name].StartAsync();
    }

    private static async Task FillAsync(Place place, Workload load)
    {
        await using (await Ballast.FillAsync(Path.Combine(place.DataOf("server"), "ballast")))
            await load.HearAsync(Code.StoreFull);
    }

    private static async Task JumpAsync(Place place, Workload load, TimeSpan by)
    {
        place.ClockOf("server").SetOff(by);
        await load.GoOnAsync(5);
        place.ClockOf("server").SetOff(TimeSpan.Zero);
    }
}
