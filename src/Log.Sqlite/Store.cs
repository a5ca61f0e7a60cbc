using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// The open store, as the writer's thread knows it: its connection, and the counts that go on with every commit.
/// </summary>
internal sealed class Store : IDisposable
{
    /// <summary>
    /// As many entries may wait to be indexed. More make indexing cheaper, for each stretch of a channel is written
    /// again with fewer, larger additions; they also make opening after a crash slower, since they are read again.
    /// </summary>
    public const int UnindexedMax = 20_000;

    private readonly FileStream _lock;
    private readonly Statement _beginning;
    private readonly Statement _commit;
    private Totals _totals;

    public Store(
        FileStream storeLock, Database database, Incarnation incarnation, long indexedRun, Totals totals)
    {
        _lock = storeLock;
        Database = database;
        Incarnation = incarnation;
        IndexedRun = LastRun = indexedRun;
        _totals = totals;
        Index = new(database);
        _beginning = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
    }

    public Database Database { get; }

    public Incarnation Incarnation { get; }

    public StoredIndex Index { get; }

    public ChannelCache Cache { get; } = new();

    /// <summary>The newest run whose entries are indexed.</summary>
    public long IndexedRun { get; set; }

    /// <summary>The newest run there ever was. Numbers are not used again, even if the run was trimmed.</summary>
    public long LastRun { get; set; }

    /// <summary>How many entries no segment has yet.</summary>
    public int UnindexedCount { get; set; }

    /// <summary>What is committed. Any thread reads it.</summary>
    public Totals Totals
    {
        get => Volatile.Read(ref _totals);
        set => Volatile.Write(ref _totals, value);
    }

    /// <summary>A channel, from memory or from its row; null if the store does not have it.</summary>
    public ChannelRecord? Find(ChannelId id)
    {
        if (Cache.Find(id) is { } held)
            return held;
        if (Index.Channel(id) is not { } stored)
            return null;
        Cache.Add(stored);
        return stored;
    }

    /// <summary>Does something in a transaction; where it fails, nothing was changed in the store.</summary>
    /// <exception cref="SqliteFailureException">It failed.</exception>
    public void Commit(Action change)
    {
        try
        {
            _beginning.Run();
            change();
            _commit.Run();
        }
        catch
        {
            Database.Rollback();
            throw;
        }
    }

    public void Dispose()
    {
        Database.Dispose();
        _lock.Dispose();
    }
}
