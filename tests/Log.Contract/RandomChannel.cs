using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Makes random entries for a channel: most of them right, some of them wrong in each way there is.</summary>
internal sealed class RandomChannel(ChannelId id, Random random)
{
    private readonly List<byte[]> _sent = [];
    private readonly List<byte[]> _snapshots = [];
    private readonly Dictionary<AuthorId, long> _counters = [];
    private long _epoch;

    // The same numbers in every channel: authors of one are not to be mistaken for those of another.
    private readonly TestAuthor[] _authors =
        [.. Enumerable.Range(1, 4).Select(n => new TestAuthor((ulong)n, random))];

    public ChannelId Id { get; } = id;

    /// <summary>Some author, or one that never was.</summary>
    public AuthorId RandomAuthor() => new((ulong)random.Next(1, 6));

    /// <summary>A clock near to what was appended.</summary>
    public VectorClock RandomClock() => VectorClock.From(RandomCovers(ahead: 1));

    /// <summary>What to append next.</summary>
    public byte[] NextEntry()
    {
        var author = _authors[random.Next(_authors.Length)];
        author.Next = _counters.GetValueOrDefault(author.Id) + 1;
        author.Epoch = _epoch;
        switch (random.Next(40))
        {
            case 0 when _sent.Count > 0:
                return _sent[random.Next(_sent.Count)];
            case 1:
                return random.Damage(author.Plain());
            case 2:
                author.Next = random.Next(1, (int)author.Next + 3);
                return author.Plain();
            case 3:
                author.Epoch = Math.Max(0, _epoch - random.Next(0, 3));
                return author.Plain();
            case 4:
                return author.NextEpoch(random.Next(12) == 0 ? [RandomAuthor()] : []);
            case 5 or 6:
                return Remember(author.Snapshot(random.Next(2), RandomCovers(ahead: 0)));
            case 7:
                return Remember(author.Snapshot(0, RandomCovers(ahead: 2)));
            case 8 or 9 or 10 when _snapshots.Count > 0:
                return author.Attest(_snapshots[random.Next(_snapshots.Count)]);
            case 11:
                return author.Grant();
            default:
                return author.Next == 1
                    ? author.Grant()
                    : author.Plain(
                        random.Next(3) == 0 ? EntryKind.Part : EntryKind.Update, random.Next(64, 2000));
        }
    }

    /// <summary>Takes note of what became of an entry.</summary>
    public void Learn(byte[] entry, AppendResult result)
    {
        if (result.Code != Code.None || result.WasThere)
            return;
        _sent.Add(entry);
        EntryHeader.TryRead(entry, out var header, out _);
        _counters[header.Author] = header.Counter;
        _epoch = Math.Max(_epoch, header.Epoch);
    }

    private byte[] Remember(byte[] snapshot)
    {
        _snapshots.Add(snapshot);
        return snapshot;
    }

    private IEnumerable<(AuthorId, long)> RandomCovers(int ahead) =>
        from counter in _counters
        where random.Next(4) != 0
        select (counter.Key, Math.Max(0, counter.Value + ahead - random.Next(0, 4)));
}
