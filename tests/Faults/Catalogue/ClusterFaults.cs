using Tacit.Faults.Places;

namespace Tacit.Faults.Catalogue;

/// <summary>What may happen to two of each role over embedded stores, behind nginx.</summary>
internal static class ClusterFaults
{
    // Longer than a lease and than links wait: whoever does not answer for so long is given up by the others.
    private const int LongerThanLease = 5;

    private static readonly PlaceShape Plain = new() { Fronts = 2, Cores = 2, Storages = 2 };
    private static readonly PlaceShape WithNetwork = Plain with { HasNetwork = true };
    private static readonly PlaceShape WithClocks = Plain with { HasClocks = true };
    private static readonly PlaceShape OnSmallDisks = Plain with { DiskSize = "24m" };

    private static readonly string[] Nodes = ["front:0", "front:1", "core:0", "core:1", "storage:0", "storage:1"];

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All =>
    [
        .. Nodes.Select(node => new Fault($"{Plainly(node)}-kill", Plain, Lose(node))
        {
            IsQuick = node is "front:0" or "core:0" or "storage:0",
        }),
        .. Nodes.Select(node => new Fault(
            $"{Plainly(node)}-pause", Plain, Mishaps.PauseAsync(node, LongerThanLease))),
        .. Cuts("front:0", "core:0"),
        .. Cuts("core:0", "storage:0"),
        .. Nodes.Select(node => new Fault(
            $"{Plainly(node)}-isolated-10s", WithNetwork, Mishaps.IsolateAsync(node, seconds: 10))),
        new("front-core-slow", WithNetwork, Mishaps.SlowAsync("front:0", "core:0", milliseconds: 200)),
        new("core-storage-slow", WithNetwork, Mishaps.SlowAsync("core:0", "storage:0", milliseconds: 200)),
        new("storage-disk-full", OnSmallDisks, Mishaps.FillAsync("storage:0")),
        .. Nodes.Where(node => node.EndsWith(":0", StringComparison.Ordinal)).SelectMany(Jumps),
        new("rolling-restart", Plain, Mishaps.RestartAsync(Nodes)),
        new("core-drain", Plain, Mishaps.DrainAsync("core:1")),
    ];

    // Only a store that is in one place must come back before everybody goes on.
    private static Func<Place, Load.Workload, Task> Lose(string node) =>
        node.StartsWith("storage", StringComparison.Ordinal) ? Mishaps.KillAsync(node) : Mishaps.LoseAsync(node);

    private static IEnumerable<Fault> Cuts(string from, string to)
    {
        var name = $"{from[..^2]}-{to[..^2]}-cut";
        return
        [
            new($"{name}-1s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 1))
            {
                IsQuick = from.StartsWith("core", StringComparison.Ordinal),
            },
            new($"{name}-10s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 10)),
            new($"{name}-60s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 60)) { IsLong = true },
            new($"{name}-forth-10s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 10, back: false)),
            new($"{name}-back-10s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 10, forth: false)),
        ];
    }

    private static IEnumerable<Fault> Jumps(string node) =>
    [
        new($"{Plainly(node)}-clock-forward", WithClocks, Mishaps.JumpAsync(node, TimeSpan.FromHours(1))),
        new($"{Plainly(node)}-clock-back", WithClocks, Mishaps.JumpAsync(node, TimeSpan.FromHours(-1))),
    ];

    private static string Plainly(string node) => node.Replace(':', '-');
}
