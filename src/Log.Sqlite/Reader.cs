using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>Reads channels over a connection of its own. One thread at a time.</summary>
/// <remarks>
/// What memory knows is taken first and the tables are looked at second: all that memory knew is then in one of
/// them or in both, and nothing in neither.
/// </remarks>
internal sealed class Reader : IDisposable
{
    private readonly Database _database;
    private readonly ChannelCache _cache;
    private readonly StoredIndex _index;
    private readonly Statement _beginning;

    public Reader(string path, ChannelCache cache)
    {
        _database = Database.Open(path);
        try
        {
            _database.Execute("PRAGMA query_only = 1");
            _cache = cache;
            _index = new(_database);
            _beginning = _database.Prepare("BEGIN");
        }
        catch (SqliteFailureException)
        {
            _database.Dispose();
            throw;
        }
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="SqliteFailureException">The store could not be read.</exception>
    /// <exception cref="LogDamagedException">It contradicts itself.</exception>
    public Page Read(ReadQuery query, CancellationToken cancellationToken)
    {
        var view = _cache.View(query.Channel, query.After);
        _beginning.Run();
        try
        {
            view ??= _index.Channel(query.Channel)?.View(query.After);
            return view is null ? new([], 0, 0) : new PageReading(_index, view, query).Read(cancellationToken);
        }
        finally
        {
            _database.EndRead();
        }
    }

    /// <summary>What is known of a channel; null if there is none.</summary>
    /// <exception cref="SqliteFailureException">The store could not be read.</exception>
    /// <exception cref="LogDamagedException">It contradicts itself.</exception>
    public ChannelState? Find(ChannelId channel, AuthorId author, long sizeMaxBytes)
    {
        var (view, lastCounter) = _cache.View(channel, author);
        _beginning.Run();
        try
        {
            view ??= _index.Channel(channel)?.ViewOfEpochs();
            if (view is null)
                return null;
            return new()
            {
                Descriptor = view.Descriptor,
                Head = view.Tally.Head,
                Epoch = view.Tally.Epoch,
                EpochEntries = Epochs(view),
                SizeBytes = view.Tally.SizeBytes,
                SizeMaxBytes = sizeMaxBytes,
                LastCounter = lastCounter ?? _index.Author(view.No, author).LastCounter,
            };
        }
        finally
        {
            _database.EndRead();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();

    private List<ReadOnlyMemory<byte>> Epochs(ChannelView view)
    {
        var entries = _index.Epochs(view.No, view.Tally.Epoch);
        var indexedUpTo = entries.Count == 0 ? 0 : entries[^1].Seq;
        foreach (var entry in view.Unindexed)
        {
            if (entry.Seq > indexedUpTo)
                entries.Add(_index.Read(entry));
        }

        return entries.ConvertAll(entry => entry.Bytes);
    }
}
