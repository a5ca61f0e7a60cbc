using Tacit.Wire;

namespace Tacit.Log;

/// <summary>What the entries of an image say, as the tables of a store hold it.</summary>
/// <param name="image">The image.</param>
/// <param name="hash">Names snapshots.</param>
public sealed class ImageEntries(ChannelImage image, EntryHash hash)
{
    /// <summary>The entries with their headers, in order of seq.</summary>
    public IReadOnlyList<(StoredEntry Stored, EntryHeader Header)> Entries { get; } =
        [.. image.Entries.Select(entry => (entry, HeaderOf(entry)))];

    /// <summary>The snapshots among them, with their ids, and whether they are live and spent.</summary>
    public IReadOnlyList<(Snapshot Snapshot, EntryId Id, bool IsLive, bool IsSpent)> Snapshots()
    {
        var told = image.Snapshots.ToDictionary(one => one.Seq);
        var all = new List<(Snapshot Snapshot, EntryId Id, bool IsSpent)>();
        foreach (var (stored, header) in Entries.Where(entry => entry.Header.Kind == EntryKind.Snapshot))
        {
            var reader = new WireReader(header.Fields(stored.Bytes.Span));
            SnapshotFields.TryRead(ref reader, out var fields);
            if (!told.TryGetValue(stored.Seq, out var one))
                throw new LogDamagedException($"Nothing is known of the snapshot {stored.Seq}.");
            var accepted = DateTimeOffset.FromUnixTimeMilliseconds(one.AcceptedMs);
            var snapshot = new Snapshot(stored.Seq, accepted, header.Author, header.Counter, fields.Covers);
            all.Add((snapshot, hash(stored.Bytes.Span), one.IsSpent));
        }

        return [.. all.Select(one =>
            (one.Snapshot, one.Id, !all.Any(other => other.Snapshot.Supersedes(one.Snapshot)), one.IsSpent))];
    }

    private static EntryHeader HeaderOf(StoredEntry entry) =>
        EntryHeader.TryRead(entry.Bytes.Span, out var header, out _)
            ? header
            : throw new LogDamagedException($"The entry {entry.Seq} cannot be read.");
}
