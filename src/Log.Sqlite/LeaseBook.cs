using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>The leases, in memory and in their rows. On the writer's thread.</summary>
internal sealed class LeaseBook
{
    private readonly Store _store;
    private readonly LeaseTable _table;
    private readonly Statement _update;

    /// <summary>Reads the rows: every lease runs for its whole duration once more.</summary>
    /// <exception cref="SqliteFailureException">The store could not be read.</exception>
    public LeaseBook(Store store, LogSettings settings, TimeProvider time)
    {
        _store = store;
        var row = store.Database.Prepare("SELECT token_floor FROM store");
        row.Step();
        _table = new(settings.LeaseDuration, tokenFloor: row.Number(0), time);
        row.Reset();
        _update = store.Database.Prepare(
            "UPDATE lease SET token = ?2, role = ?3, node = ?4, instance = ?5 WHERE shard = ?1");
        for (var rows = store.Database.Prepare("SELECT shard, token, role, node, instance FROM lease"); rows.Step();)
        {
            var node = new NodeId((NodeRole)rows.Number(2), (int)rows.Number(3));
            var holder = new LeaseHolder(node, unchecked((ulong)rows.Number(4)));
            _table.Keep(new(new((byte)rows.Number(0)), holder, rows.Number(1), TimeSpan.Zero));
        }
    }

    /// <inheritdoc cref="LeaseTable.Admits"/>
    public bool Admits(in PendingAppend pending) => _table.Admits(pending);

    /// <inheritdoc cref="LeaseTable.TokenOf"/>
    public long TokenOf(ChannelId channel) => _table.TokenOf(channel);

    /// <inheritdoc cref="ILeases.AcquireAsync"/>
    /// <exception cref="SqliteFailureException">The commit failed; nothing was granted.</exception>
    public Lease Acquire(Shard shard, LeaseHolder holder, bool takeOver)
    {
        var lease = _table.Judge(shard, holder, takeOver);
        if (lease.Holder != holder)
            return lease;
        if (lease.Token != _table.Look(shard).Token)
            _store.Commit(() => Write(lease));
        _table.Keep(lease);
        return lease;
    }

    /// <inheritdoc cref="ILeases.RenewAsync"/>
    public IReadOnlyList<Lease> Renew(LeaseHolder holder, IReadOnlyList<Shard> shards) =>
        _table.Renew(holder, shards);

    /// <inheritdoc cref="ILeases.ReleaseAsync"/>
    /// <returns>How many were given back.</returns>
    /// <exception cref="SqliteFailureException">The commit failed; none was.</exception>
    public int Release(LeaseHolder holder, IReadOnlyList<Shard> shards)
    {
        var released = Array.ConvertAll(
            _table.HeldBy(holder, shards), shard => _table.Look(shard) with { Holder = default });
        if (released.Length == 0)
            return 0;
        _store.Commit(() => Array.ForEach(released, lease => Write(lease)));
        Array.ForEach(released, lease => _table.Keep(lease));
        return released.Length;
    }

    private void Write(in Lease lease) =>
        _update.Bind(1, lease.Shard.Index).Bind(2, lease.Token).Bind(3, (long)lease.Holder.Node.Role)
            .Bind(4, lease.Holder.Node.Index).Bind(5, unchecked((long)lease.Holder.Instance)).Run();
}
