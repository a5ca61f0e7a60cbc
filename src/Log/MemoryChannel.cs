using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// A channel of <see cref="MemoryLog"/>, which guards it. Says everything as docs/protocol/log.md says it, in the
/// plainest way: stored logs are compared with this one.
/// </summary>
internal sealed class MemoryChannel(ReadOnlyMemory<byte> descriptor) : IChannelFacts
{
    private readonly List<Item> _items = [];                                      // In order of seq.
    private readonly Dictionary<AuthorId, long> _lastCounters = [];
    private readonly HashSet<AuthorId> _removed = [];
    private readonly HashSet<(long SnapshotSeq, AuthorId Author)> _attests = [];  // Outlive the ATTEST entries.

    public ReadOnlyMemory<byte> Descriptor { get; } = descriptor;

    public long Head { get; private set; }

    public long Epoch { get; private set; }

    public DateTimeOffset EpochSince { get; private set; }

    public long SizeBytes { get; private set; }

    public long EntryCount => _items.Count;

    public IReadOnlyList<ReadOnlyMemory<byte>> EpochEntries =>
        [.. _items.Where(item => item.Header.Kind == EntryKind.Epoch).Select(item => item.Stored.Bytes)];

    public long LastCounterOf(AuthorId author) => _lastCounters.GetValueOrDefault(author);

    public bool IsRemoved(AuthorId author) => _removed.Contains(author);

    public bool HasSnapshot(EntryId id) => _items.Any(item => item.Snapshot is not null && item.SnapshotId == id);

    public StoredEntry? Find(AuthorId author, long counter)
    {
        foreach (var item in _items)
        {
            if (item.Header.Author == author && item.Header.Counter == counter)
                return item.Stored;
        }

        return null;
    }

    public void Add(byte[] entry, in EntryHeader header, DateTimeOffset now, EntryHash hash)
    {
        Head++;
        SizeBytes += entry.Length;
        _lastCounters[header.Author] = header.Counter;
        var reader = new WireReader(header.Fields(entry));
        var item = new Item(new(Head, entry), header);
        switch (header.Kind)
        {
            case EntryKind.Snapshot:
                SnapshotFields.TryRead(ref reader, out var fields);
                var snapshot = new Snapshot(Head, now, header.Author, header.Counter, fields.Covers);
                item = item with { Snapshot = snapshot, SnapshotId = hash(entry) };
                break;
            case EntryKind.Attest:
                reader.TryReadEntryId(out var target);
                _attests.Add((_items.First(other => other.SnapshotId == target).Stored.Seq, header.Author));
                break;
            case EntryKind.Epoch:
                EpochFields.TryRead(ref reader, out var epoch);
                _removed.UnionWith(epoch.Removed.Select(one => one.Author));
                (Epoch, EpochSince) = (header.Epoch, now);
                break;
            default:
                break;
        }

        _items.Add(item);
    }

    public Page Read(ReadQuery query)
    {
        var snapshots = Snapshots();
        var entries = new List<StoredEntry>();
        var sizeBytes = 0L;
        foreach (var item in _items.Where(item => item.Stored.Seq > query.After))
        {
            if (query.Clock is { } clock && item.Header.Counter <= clock[item.Header.Author])
                continue;
            if (!query.History && snapshots.Any(snapshot => Supersedes(snapshot, item)))
                continue;
            sizeBytes += item.Stored.Bytes.Length;
            if (entries.Count > 0 && sizeBytes > query.SizeMaxBytes)
                return new(entries, entries[^1].Seq, Head);
            entries.Add(new(item.Stored.Seq, item.Stored.Bytes.ToArray()));
        }

        return new(entries, Head, Head);
    }

    public Trimmed Trim(TrimRule rule)
    {
        var authorCount = _lastCounters.Keys.Count(author => !_removed.Contains(author));
        var letting = Snapshots().Where(one => rule.LetsGo(one, AttestersOf(one), authorCount)).ToArray();
        var gone = _items.Where(item => letting.Any(snapshot => Supersedes(snapshot, item))).ToHashSet();
        _items.RemoveAll(gone.Contains);
        var sizeBytes = gone.Sum(item => (long)item.Stored.Bytes.Length);
        SizeBytes -= sizeBytes;
        return new(gone.Count, sizeBytes);
    }

    private Snapshot[] Snapshots() =>
        [.. _items.Select(item => item.Snapshot).OfType<Snapshot>()];

    private IEnumerable<AuthorId> AttestersOf(Snapshot snapshot) =>
        from attest in _attests
        where attest.SnapshotSeq == snapshot.Seq && !_removed.Contains(attest.Author)
        select attest.Author;

    private static bool Supersedes(Snapshot snapshot, Item item) => item.Snapshot is { } other
        ? snapshot.Supersedes(other)
        : snapshot.Supersedes(item.Header.Kind, item.Header.Author, item.Header.Counter);

    private sealed record Item(StoredEntry Stored, EntryHeader Header)
    {
        public Snapshot? Snapshot { get; init; }

        public EntryId SnapshotId { get; init; }
    }
}
