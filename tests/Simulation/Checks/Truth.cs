using Tacit.Simulation.World;
using Tacit.Wire;

namespace Tacit.Simulation.Checks;

/// <summary>
/// What is durable, noted apart from all code under test at the moment at which it became so. Whatever is acknowledged
/// or shown must be in here; nothing ever leaves.
/// </summary>
internal sealed class Truth
{
    private readonly Dictionary<ChannelId, List<ReadOnlyMemory<byte>>> _entries = [];
    private readonly Dictionary<(ChannelId Channel, AuthorId Author), List<long>> _seqs = [];

    private readonly Dictionary<Shard, long> _tokens = [];

    /// <summary>How many entries there are.</summary>
    public long EntryCount { get; private set; }

    /// <summary>The newest seq of a channel.</summary>
    public long HeadOf(ChannelId channel) => _entries.TryGetValue(channel, out var all) ? all.Count : 0;

    /// <summary>The newest counter of an author in a channel.</summary>
    public long LastOf(ChannelId channel, AuthorId author) =>
        _seqs.TryGetValue((channel, author), out var all) ? all.Count : 0;

    /// <summary>An entry became durable.</summary>
    public void Add(ChannelId channel, long seq, ReadOnlyMemory<byte> entry)
    {
        if (!_entries.TryGetValue(channel, out var all))
            _entries[channel] = all = [];
        if (seq <= all.Count)
        {
            // Read again from a disk: it must be what it was.
            if (!all[(int)seq - 1].Span.SequenceEqual(entry.Span))
                throw new ViolationException($"seq {seq} of {channel} was durable, and is another entry now");
            return;
        }

        if (seq != all.Count + 1)
            throw new ViolationException($"{channel}: seq {seq} was given where {all.Count + 1} was due");
        EntryHeader.TryRead(entry.Span, out var header, out _);
        if (!_seqs.TryGetValue((channel, header.Author), out var seqs))
            _seqs[(channel, header.Author)] = seqs = [];
        if (header.Counter != seqs.Count + 1)
        {
            throw new ViolationException(
                $"{channel}: {header.Author}#{header.Counter} became durable where #{seqs.Count + 1} was due");
        }

        seqs.Add(seq);
        all.Add(entry);
        EntryCount++;
    }

    /// <summary>A core was granted a shard under a token: what it is told of older ones is void from here on.</summary>
    public void Granted(Shard shard, long token)
    {
        if (token < _tokens.GetValueOrDefault(shard))
            throw new ViolationException($"shard {shard} was granted under {token} after {_tokens[shard]}");
        _tokens[shard] = token;
    }

    /// <summary>An entry was stored under a token.</summary>
    public void CheckToken(ChannelId channel, long token)
    {
        var newest = _tokens.GetValueOrDefault(Shard.Of(channel));
        if (token != newest)
            throw new ViolationException($"an entry of {channel} was stored under {token}, and {newest} was granted");
    }

    /// <summary>A store was opened: it holds so much of a channel.</summary>
    public void Recovered(ChannelId channel, long head)
    {
        if (head < HeadOf(channel))
        {
            throw new ViolationException(
                $"{channel}: {HeadOf(channel)} entries were durable, {head} are left after a crash");
        }
    }

    /// <summary>Somebody is shown an entry.</summary>
    public void CheckShown(string who, ChannelId channel, long seq, ReadOnlySpan<byte> entry)
    {
        if (seq < 1 || seq > HeadOf(channel))
            throw new ViolationException($"{who} was shown seq {seq} of {channel}, which is not durable");
        if (!_entries[channel][(int)seq - 1].Span.SequenceEqual(entry))
            throw new ViolationException($"{who} was shown another entry at seq {seq} of {channel}");
    }

    /// <summary>An author is told that an entry is durable.</summary>
    public void CheckAcknowledged(string who, ChannelId channel, AuthorId author, long counter, long seq)
    {
        if (counter < 1 || counter > LastOf(channel, author))
            throw new ViolationException($"{who}: #{counter} in {channel} was acknowledged, and is not durable");
        var durable = _seqs[(channel, author)][(int)counter - 1];
        if (seq != durable)
        {
            throw new ViolationException(
                $"{who}: #{counter} in {channel} was acknowledged at seq {seq}, and is at {durable}");
        }
    }
}
