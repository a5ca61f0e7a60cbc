using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// What is sealed in a SNAPSHOT: the head of each covered author, then the (rest of the) document.
/// Source: docs/protocol/entry.md §2.7.
/// </summary>
/// <param name="Heads">Author, counter, and the id of the entry at it. Sorted by author.</param>
/// <param name="Document">The layer's bytes.</param>
public sealed record SnapshotContent(
    IReadOnlyList<(AuthorId Author, long Counter, EntryId Head)> Heads, ReadOnlyMemory<byte> Document)
{
    /// <summary>What the snapshot covers.</summary>
    public VectorClock Covers => VectorClock.From(Heads.Select(head => (head.Author, head.Counter)));

    /// <summary>
    /// Reads opened content; heads that are not exactly the pairs of <paramref name="covers"/> do not read.
    /// </summary>
    public static bool TryRead(ReadOnlyMemory<byte> content, VectorClock covers, out SnapshotContent snapshot)
    {
        snapshot = new([], default);
        var reader = new WireReader(content.Span);
        if (!reader.TryReadVarint(VectorClock.CountMax, out var count) || count != covers.Count)
            return false;

        var heads = new List<(AuthorId, long, EntryId)>(count);
        for (var at = 0; at < count; at++)
        {
            if (!reader.TryReadAuthorId(out var author)
                || !reader.TryReadVarint(out var counter)
                || !reader.TryReadEntryId(out var head)
                || (author, counter) != covers.Components[at])
            {
                return false;
            }

            heads.Add((author, counter, head));
        }

        snapshot = new(heads, content[reader.Offset..]);
        return true;
    }

    /// <summary>Writes what <see cref="TryRead"/> reads.</summary>
    public void Write(WireWriter writer)
    {
        writer.Varint(Heads.Count);
        foreach (var (author, counter, head) in Heads)
            writer.AuthorId(author).Varint(counter).EntryId(head);
        writer.Bytes(Document.Span);
    }
}
