using Tacit.Faults.Load;
using Tacit.Faults.Places;

namespace Tacit.Faults.Catalogue;

/// <summary>
/// What may happen to a cluster over PostgreSQL: three members under Patroni, synchronous, with three of etcd.
/// </summary>
internal static class PostgresFaults
{
    private static readonly PlaceShape Shape = new() { Fronts = 1, Cores = 2, Storages = 2, HasPostgres = true };

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All =>
    [
        new("postgres-primary-kill", Shape, (place, load) => LoseAsync(place.Postgres.PrimaryAsync(), place, load)),
        new("postgres-primary-pause", Shape, (place, load) => PauseAsync(place.Postgres.PrimaryAsync(), place, load)),
        new("etcd-leader-kill", Shape, (place, load) => LoseAsync(place.Postgres.EtcdLeaderAsync(), place, load)),
        new("etcd-leader-pause", Shape, (place, load) => PauseAsync(place.Postgres.EtcdLeaderAsync(), place, load)),
        new("postgres-storage-kill", Shape, Mishaps.LoseAsync("storage:0")),
        new("postgres-storage-pause", Shape, Mishaps.PauseAsync("storage:0", seconds: 5)),
        new("postgres-core-kill", Shape, Mishaps.LoseAsync("core:0")),
        new("postgres-core-pause", Shape, Mishaps.PauseAsync("core:0", seconds: 5)),
    ];

    private static async Task LoseAsync(Task<Daemon> member, Place place, Workload load)
    {
        var lost = await member;
        await lost.KillAsync();
        await load.GoOnAsync(2);
        await lost.StartAsync();
        await place.Postgres.WholeAsync();
    }

    // Longer than its lock in etcd lasts: another takes over, and it must not go on as a primary when it wakes up.
    private static async Task PauseAsync(Task<Daemon> member, Place place, Workload load)
    {
        var paused = await member;
        paused.Pause();
        await load.GoOnAsync(2);
        paused.Wake();
        await place.Postgres.WholeAsync();
    }
}
