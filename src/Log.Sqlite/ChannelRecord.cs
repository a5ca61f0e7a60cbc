using System.Collections.Concurrent;
using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// A channel in memory: what its rows say, and what was appended since its entries were indexed last.
/// </summary>
/// <remarks>
/// Only the writer's thread changes a record, and what readers see of it (all that is committed) only under the lock
/// of <see cref="ChannelCache"/>. As <see cref="IChannelFacts"/> it speaks of the open transaction, to the writer only.
/// </remarks>
internal sealed class ChannelRecord(
    long no, ChannelId id, byte[] descriptor, ChannelTally tally, StoredIndex stored) : IChannelFacts
{
    // Concurrent, because the writer also adds to it while readers look.
    private readonly ConcurrentDictionary<AuthorId, AuthorRecord> _authors =
        new(concurrencyLevel: 1, capacity: 1);
    private readonly List<AuthorRecord> _touchedAuthors = [];
    private readonly List<(Snapshot Snapshot, EntryId Id)> _snapshots = [];
    private readonly List<(long SnapshotSeq, AuthorId Author)> _attests = [];
    private readonly List<(long Epoch, long Seq)> _epochs = [];
    private (int Snapshots, int Attests, int Epochs) _kept;
    private ChannelTally _fresh = tally;

    public long No { get; } = no;

    public ChannelId Id { get; } = id;

    public byte[] Descriptor { get; } = descriptor;

    /// <summary>As of the newest commit.</summary>
    public ChannelTally Tally { get; private set; } = tally;

    /// <summary>What the open transaction adds.</summary>
    public List<FreshEntry> Fresh { get; } = [];

    /// <summary>Committed entries that no segment has yet, in order of seq. Replaced, never emptied.</summary>
    public List<IndexEntry> Unindexed { get; private set; } = [];

    /// <summary>Snapshots that have no row yet, with their ids.</summary>
    public IReadOnlyList<(Snapshot Snapshot, EntryId Id)> UnindexedSnapshots => _snapshots;

    /// <summary>Attests that have no row yet.</summary>
    public IReadOnlyList<(long SnapshotSeq, AuthorId Author)> UnindexedAttests => _attests;

    /// <summary>Where EPOCH entries are that have no row yet.</summary>
    public IReadOnlyList<(long Epoch, long Seq)> UnindexedEpochs => _epochs;

    /// <summary>Authors whose rows say less.</summary>
    public IEnumerable<KeyValuePair<AuthorId, AuthorRecord>> UnindexedAuthors =>
        _authors.Where(author => author.Value.IsUnindexed);

    /// <summary>How many authors are held in memory.</summary>
    public int AuthorCount => _authors.Count;

    /// <summary>When it was last used: counts up over all channels.</summary>
    public long LastUse { get; set; }

    public long Head => _fresh.Head;

    public long Epoch => _fresh.Epoch;

    public DateTimeOffset EpochSince => _fresh.EpochSince;

    public long SizeBytes => _fresh.SizeBytes;

    public long LastCounterOf(AuthorId author) => AuthorOf(author).FreshLastCounter;

    public bool IsRemoved(AuthorId author) => AuthorOf(author).FreshIsRemoved;

    public bool HasSnapshot(EntryId id) => SnapshotSeq(id) != 0;

    public StoredEntry? Find(AuthorId author, long counter)
    {
        foreach (var fresh in Fresh)
        {
            if (fresh.Index.Author == author && fresh.Index.Counter == counter)
                return new(fresh.Index.Seq, fresh.Bytes);
        }

        // From the newest: what is sent again was mostly sent a moment ago.
        for (var at = Unindexed.Count - 1; at >= 0; at--)
        {
            if (Unindexed[at].Author == author && Unindexed[at].Counter == counter)
                return stored.Read(Unindexed[at]);
        }

        return stored.Find(No, author, counter);
    }

    /// <summary>Takes an entry that the rule let in into the open transaction.</summary>
    public void Add(ReadOnlyMemory<byte> entry, in EntryHeader header, DateTimeOffset now, EntryHash hash)
    {
        var seq = _fresh.Head + 1;
        var author = AuthorOf(header.Author);
        author.FreshLastCounter = header.Counter;
        _touchedAuthors.Add(author);
        _fresh = _fresh with { Head = seq, SizeBytes = _fresh.SizeBytes + entry.Length };
        Fresh.Add(new(new(seq, header.Author, header.Counter, 0, entry.Length, header.Kind), entry));

        var reader = new WireReader(header.Fields(entry.Span));
        switch (header.Kind)
        {
            case EntryKind.Snapshot:
                SnapshotFields.TryRead(ref reader, out var fields);
                var snapshot = new Snapshot(seq, now, header.Author, header.Counter, fields.Covers);
                _snapshots.Add((snapshot, hash(entry.Span)));
                _fresh = _fresh with { Frontier = _fresh.Frontier.With(snapshot) };
                break;
            case EntryKind.Attest:
                reader.TryReadEntryId(out var target);
                _attests.Add((SnapshotSeq(target), header.Author));
                break;
            case EntryKind.Epoch:
                EpochFields.TryRead(ref reader, out var epoch);
                Remove(epoch.Removed);
                _epochs.Add((header.Epoch, seq));
                _fresh = _fresh with { Epoch = header.Epoch, EpochSince = now };
                break;
            default:
                break;
        }
    }

    /// <summary>The transaction was committed; the fresh entries are in these runs.</summary>
    /// <param name="runs">A run for each fresh entry.</param>
    public void Keep(IReadOnlyList<long> runs)
    {
        for (var at = 0; at < Fresh.Count; at++)
            Unindexed.Add(Fresh[at].Index with { Run = runs[at] });
        foreach (var author in _touchedAuthors)
            author.Keep();
        Tally = _fresh;
        _kept = (_snapshots.Count, _attests.Count, _epochs.Count);
        Fresh.Clear();
        _touchedAuthors.Clear();
    }

    /// <summary>The transaction was not committed: as if it had never been.</summary>
    public void Undo()
    {
        foreach (var author in _touchedAuthors)
            author.Undo();
        _fresh = Tally;
        _snapshots.RemoveRange(_kept.Snapshots, _snapshots.Count - _kept.Snapshots);
        _attests.RemoveRange(_kept.Attests, _attests.Count - _kept.Attests);
        _epochs.RemoveRange(_kept.Epochs, _epochs.Count - _kept.Epochs);
        Fresh.Clear();
        _touchedAuthors.Clear();
    }

    /// <summary>All that is committed has its rows now.</summary>
    public void Indexed()
    {
        Unindexed = [];
        _snapshots.Clear();
        _attests.Clear();
        _epochs.Clear();
        _kept = default;
        foreach (var author in _authors.Values)
            author.IsUnindexed = false;
    }

    /// <summary>Entries were removed for good.</summary>
    public void Trimmed(long sizeBytes) =>
        _fresh = Tally = Tally with { SizeBytes = Tally.SizeBytes - sizeBytes };

    /// <summary>What a reader with a cursor needs.</summary>
    public ChannelView View(long after)
    {
        var first = Unindexed.Count;
        while (first > 0 && Unindexed[first - 1].Seq > after)
            first--;
        return new(No, Descriptor, Tally, Unindexed.GetRange(first, Unindexed.Count - first));
    }

    /// <summary>What tells the state of the channel: of the entries, the EPOCH entries only.</summary>
    public ChannelView ViewOfEpochs() =>
        new(No, Descriptor, Tally, Unindexed.FindAll(entry => entry.Kind == EntryKind.Epoch));

    /// <summary>The newest committed counter of an author, if it is held in memory.</summary>
    public long? CommittedCounterOf(AuthorId author) =>
        _authors.TryGetValue(author, out var found) ? found.LastCounter : null;

    private void Remove(IReadOnlyList<(AuthorId Author, long Cut)> removed)
    {
        foreach (var (id, _) in removed)
        {
            var author = AuthorOf(id);
            author.FreshIsRemoved = true;
            _touchedAuthors.Add(author);
        }
    }

    // 0 where there is none.
    private long SnapshotSeq(EntryId id)
    {
        foreach (var (snapshot, snapshotId) in _snapshots)
        {
            if (snapshotId == id)
                return snapshot.Seq;
        }

        return stored.SnapshotSeq(No, id);
    }

    private AuthorRecord AuthorOf(AuthorId id)
    {
        if (_authors.TryGetValue(id, out var author))
            return author;
        return _authors[id] = stored.Author(No, id);
    }
}
