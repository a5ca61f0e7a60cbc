using Tacit.Faults.Places;

namespace Tacit.Faults.Catalogue;

/// <summary>What may happen to a server in one process, behind nginx.</summary>
internal static class OneServerFaults
{
    private static readonly PlaceShape Plain = new();
    private static readonly PlaceShape WithNetwork = Plain with { HasNetwork = true };
    private static readonly PlaceShape WithClocks = Plain with { HasClocks = true };
    private static readonly PlaceShape OnSmallDisk = Plain with { DiskSize = "24m" };

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All =>
    [
        new("server-kill", Plain, Mishaps.KillAsync("server")) { IsQuick = true },
        new("server-pause", Plain, Mishaps.PauseAsync("server", seconds: 5)),
        new("server-restart", Plain, Mishaps.RestartAsync("server")),
        new("server-disk-full", OnSmallDisk, Mishaps.FillAsync("server")),
        new("server-clock-forward", WithClocks, Mishaps.JumpAsync("server", TimeSpan.FromHours(1))),
        new("server-clock-back", WithClocks, Mishaps.JumpAsync("server", TimeSpan.FromHours(-1))),
        new("nginx-kill", Plain, Mishaps.KillAsync("nginx")),
        new("nginx-pause", Plain, Mishaps.PauseAsync("nginx", seconds: 5)),
        .. Cuts("clients", "nginx"),
        .. Cuts("nginx", "server"),
    ];

    private static IEnumerable<Fault> Cuts(string from, string to) =>
    [
        new($"{from}-{to}-cut-1s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 1)),
        new($"{from}-{to}-cut-10s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 10)),
        new($"{from}-{to}-cut-60s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 60)) { IsLong = true },
        new($"{from}-{to}-cut-forth-10s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 10, back: false)),
        new($"{from}-{to}-cut-back-10s", WithNetwork, Mishaps.CutAsync(from, to, seconds: 10, forth: false)),
    ];
}
