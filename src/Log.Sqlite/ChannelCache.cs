using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// The channels that were appended to lately. One that has anything unindexed is always here, so what is not here is
/// whole in the tables.
/// </summary>
/// <remarks>
/// The writer adds and drops records; readers look. The lock is held for moments only, never over I/O.
/// </remarks>
internal sealed class ChannelCache
{
    /// <summary>Channels and authors that are kept, together; of some hundred bytes each, so a few MB.</summary>
    public const int WeightMax = 25_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ChannelId, ChannelRecord> _records = [];
    private long _useCount;

    /// <summary>The record of a channel. Only for the writer.</summary>
    public ChannelRecord? Find(ChannelId id)
    {
        lock (_gate)
        {
            if (_records.GetValueOrDefault(id) is not { } record)
                return null;
            record.LastUse = ++_useCount;
            return record;
        }
    }

    /// <summary>Holds a record from now on. Only for the writer.</summary>
    public void Add(ChannelRecord record)
    {
        lock (_gate)
        {
            record.LastUse = ++_useCount;
            _records.Add(record.Id, record);
        }
    }

    /// <summary>Makes a committed transaction visible to readers, all of it at once. Only for the writer.</summary>
    public void Publish(Action change)
    {
        lock (_gate)
            change();
    }

    /// <summary>Holds a channel no longer, which was changed in the tables. Only for the writer.</summary>
    public void Forget(ChannelId id, Action change)
    {
        lock (_gate)
        {
            _records.Remove(id);
            change();
        }
    }

    /// <summary>All records. Only for the writer.</summary>
    public IReadOnlyCollection<ChannelRecord> Records => _records.Values;

    /// <summary>What a reader with a cursor needs; null if the channel is not here.</summary>
    public ChannelView? View(ChannelId id, long after)
    {
        lock (_gate)
            return _records.GetValueOrDefault(id)?.View(after);
    }

    /// <summary>The same, with an author's newest counter if that is here too.</summary>
    public (ChannelView? View, long? LastCounter) View(ChannelId id, AuthorId author)
    {
        lock (_gate)
        {
            var record = _records.GetValueOrDefault(id);
            return (record?.ViewOfEpochs(), record?.CommittedCounterOf(author));
        }
    }

    /// <summary>Drops what was not used for longest. Only when everything is indexed.</summary>
    public void DropUnused()
    {
        lock (_gate)
        {
            var weight = Weight();
            foreach (var record in _records.Values.OrderBy(record => record.LastUse).ToArray())
            {
                if (weight <= WeightMax)
                    return;
                weight -= 1 + record.AuthorCount;
                _records.Remove(record.Id);
            }
        }
    }

    private long Weight() => _records.Count + _records.Values.Sum(record => (long)record.AuthorCount);
}
