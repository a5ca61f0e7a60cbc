using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>
/// What the appender remembers: channels that were appended to lately, and the newest tokens. Nothing here must be
/// true: each commit compares it with the database, and what proves wrong is read again. One thread at a time.
/// </summary>
internal sealed class ChannelCache
{
    /// <summary>Channels and authors that are kept, together; of some hundred bytes each, so a few MB.</summary>
    private const int WeightMax = 25_000;

    private readonly Dictionary<ChannelId, ChannelRecord> _records = [];
    private readonly long?[] _tokens = new long?[Shard.Count];
    private long _useCount;
    private long _weight;

    /// <summary>The record of a channel; null if it is not held.</summary>
    public ChannelRecord? Find(ChannelId id)
    {
        if (_records.GetValueOrDefault(id) is not { } record)
            return null;
        record.LastUse = ++_useCount;
        return record;
    }

    /// <summary>Holds a record.</summary>
    public void Add(ChannelRecord record)
    {
        record.LastUse = ++_useCount;
        _records[record.Id] = record;
        _weight += 1 + record.AuthorCount;
    }

    /// <summary>The newest token of a shard, as far as is known.</summary>
    public long? TokenOf(Shard shard) => _tokens[shard.Index];

    /// <summary>Tells the newest token of a shard.</summary>
    public void Learn(Shard shard, long token) => _tokens[shard.Index] = token;

    /// <summary>Forgets everything: something is not as it is remembered.</summary>
    public void Clear()
    {
        _records.Clear();
        Array.Clear(_tokens);
        _weight = 0;
    }

    /// <summary>Drops what was not used for longest. Between transactions.</summary>
    public void DropUnused()
    {
        if (_weight <= WeightMax)
            return;
        _weight = _records.Values.Sum(record => 1L + record.AuthorCount);
        foreach (var record in _records.Values.OrderBy(record => record.LastUse).ToArray())
        {
            // Down to half, so that this is not done for every new channel.
            if (_weight <= WeightMax / 2)
                return;
            _weight -= 1 + record.AuthorCount;
            _records.Remove(record.Id);
        }
    }
}
