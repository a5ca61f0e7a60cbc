using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>
/// A channel as the appender remembers it, with the open transaction in it. Right as long as the row's version is the
/// same; a commit that fails leaves it wrong, and it is forgotten.
/// </summary>
internal sealed class ChannelRecord(long no, ChannelId id) : IChannelFacts
{
    private readonly Dictionary<AuthorId, (long LastCounter, bool IsRemoved)> _authors = [];
    private readonly Dictionary<EntryId, long> _snapshotSeqs = [];
    private readonly Dictionary<(AuthorId, long), StoredEntry> _stored = [];
    private readonly List<Snapshot> _live = [];

    public long No { get; } = no;

    public ChannelId Id { get; } = id;

    /// <summary>The row's version that this is true of.</summary>
    public long Version { get; set; }

    public long Head { get; set; }

    public long Epoch { get; set; }

    public DateTimeOffset EpochSince { get; set; }

    public long SizeBytes { get; set; }

    /// <summary>What the open transaction does to it; null if nothing.</summary>
    public ChannelChange? Change { get; private set; }

    /// <summary>How many authors are held.</summary>
    public int AuthorCount => _authors.Count;

    /// <summary>When it was last used: counts up over all channels.</summary>
    public long LastUse { get; set; }

    public long LastCounterOf(AuthorId author) => _authors.GetValueOrDefault(author).LastCounter;

    public bool IsRemoved(AuthorId author) => _authors.GetValueOrDefault(author).IsRemoved;

    public bool HasSnapshot(EntryId id) => _snapshotSeqs.ContainsKey(id);

    public StoredEntry? Find(AuthorId author, long counter) =>
        _stored.TryGetValue((author, counter), out var entry) ? entry : null;

    /// <summary>Tells what is known of an author.</summary>
    public void Learn(AuthorId author, long lastCounter, bool isRemoved) => _authors[author] = (lastCounter, isRemoved);

    /// <summary>Tells of a live snapshot, in order of seq.</summary>
    public void Learn(Snapshot live) => _live.Add(live);

    /// <summary>Tells where a snapshot is that is going to be asked for.</summary>
    public void Learn(EntryId snapshot, long seq) => _snapshotSeqs[snapshot] = seq;

    /// <summary>Tells of a stored entry that is going to be compared.</summary>
    public void Learn(AuthorId author, long counter, StoredEntry entry) => _stored[(author, counter)] = entry;

    /// <summary>Takes an entry that the rule let in into the open transaction.</summary>
    public void Add(ReadOnlyMemory<byte> entry, in EntryHeader header, DateTimeOffset now, EntryHash hash)
    {
        Head++;
        SizeBytes += entry.Length;
        var change = Change ??= new();
        change.Entries.Add(new(Head, header.Author, header.Counter, header.Kind, entry));
        change.SizeBytes += entry.Length;
        change.Authors.Add(header.Author);
        _authors[header.Author] = (header.Counter, IsRemoved(header.Author));
        _stored[(header.Author, header.Counter)] = new(Head, entry);

        var reader = new WireReader(header.Fields(entry.Span));
        switch (header.Kind)
        {
            case EntryKind.Snapshot:
                SnapshotFields.TryRead(ref reader, out var fields);
                AddSnapshot(new(Head, now, header.Author, header.Counter, fields.Covers), hash(entry.Span), change);
                break;
            case EntryKind.Attest:
                reader.TryReadEntryId(out var target);
                change.Attests.Add((_snapshotSeqs[target], header.Author));
                break;
            case EntryKind.Epoch:
                EpochFields.TryRead(ref reader, out var epoch);
                foreach (var (author, _) in epoch.Removed)
                {
                    _authors[author] = (LastCounterOf(author), true);
                    change.Authors.Add(author);
                }

                (Epoch, EpochSince) = (header.Epoch, now);
                break;
            default:
                break;
        }
    }

    /// <summary>The transaction was committed, or did nothing to this channel.</summary>
    public void Keep()
    {
        if (Change is not null)
            Version++;
        Change = null;
        _stored.Clear();
    }

    private void AddSnapshot(Snapshot snapshot, EntryId id, ChannelChange change)
    {
        _snapshotSeqs[id] = snapshot.Seq;
        change.Snapshots.Add((snapshot, id));
        foreach (var other in _live.Where(snapshot.Supersedes))
            change.Superseded.Add(other.Seq);
        _live.RemoveAll(snapshot.Supersedes);
        _live.Add(snapshot);
        foreach (var (author, counter) in snapshot.Covers.Components)
            change.Covered[author] = Math.Max(counter, change.Covered.GetValueOrDefault(author));
    }
}
