namespace Tacit.Wire;

/// <summary>The kind fields of an EPOCH entry. Source: docs/protocol/entry.md §2.3, keys.md §1.7.</summary>
public sealed class EpochFields
{
    /// <summary>The most authors removed at once, and the most boxes.</summary>
    public const int CountMax = 4096;

    /// <summary>Bytes of a box: a sealed 32-byte secret.</summary>
    public const int BoxLength = 80;

    /// <summary>Bytes of the wrapped read secret of the epoch before.</summary>
    public const int WrappedLength = 72;

    /// <summary>The write key of the new epoch, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> WriteKey { get; init; }

    /// <summary>The read key of the new epoch, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> ReadKey { get; init; }

    /// <summary>Who is removed, each with the last counter that counts. Sorted by author.</summary>
    public required IReadOnlyList<(AuthorId Author, long Cut)> Removed { get; init; }

    /// <summary>The new write secret, sealed to each who stays, 80 bytes each. Sorted by recipient.</summary>
    public required IReadOnlyList<(AuthorId Recipient, ReadOnlyMemory<byte> Box)> Boxes { get; init; }

    /// <summary>The old read secret under the new wrap key, 72 bytes.</summary>
    public required ReadOnlyMemory<byte> Wrapped { get; init; }

    /// <summary>Reads the fields. The bytes are copied.</summary>
    public static bool TryRead(ref WireReader reader, out EpochFields fields)
    {
        fields = null!;
        if (!reader.TryReadBytes(Grant.KeyLength, out var writeKey)
            || !reader.TryReadBytes(Grant.KeyLength, out var readKey)
            || !TryReadRemoved(ref reader, out var removed)
            || !TryReadBoxes(ref reader, out var boxes)
            || !reader.TryReadBytes(WrappedLength, out var wrapped))
        {
            return false;
        }

        fields = new()
        {
            WriteKey = writeKey.ToArray(),
            ReadKey = readKey.ToArray(),
            Removed = removed,
            Boxes = boxes,
            Wrapped = wrapped.ToArray(),
        };
        return true;
    }

    /// <summary>Writes what <see cref="TryRead"/> reads.</summary>
    public void Write(WireWriter writer)
    {
        writer.Bytes(WriteKey.Span).Bytes(ReadKey.Span).Varint(Removed.Count);
        foreach (var (author, cut) in Removed)
            writer.AuthorId(author).Varint(cut);
        writer.Varint(Boxes.Count);
        foreach (var (recipient, box) in Boxes)
            writer.AuthorId(recipient).Bytes(box.Span);
        writer.Bytes(Wrapped.Span);
    }

    private static bool TryReadRemoved(ref WireReader reader, out List<(AuthorId, long)> removed)
    {
        removed = [];
        if (!reader.TryReadVarint(CountMax, out var count))
            return false;
        AuthorId last = default;
        for (var n = 0; n < count; n++)
        {
            if (!reader.TryReadAuthorId(out var author) || author.CompareTo(last) <= 0
                || !reader.TryReadVarint(out var cut))
            {
                return false;
            }

            removed.Add((author, cut));
            last = author;
        }

        return true;
    }

    private static bool TryReadBoxes(ref WireReader reader, out List<(AuthorId, ReadOnlyMemory<byte>)> boxes)
    {
        boxes = [];
        if (!reader.TryReadVarint(CountMax, out var count))
            return false;
        AuthorId last = default;
        for (var n = 0; n < count; n++)
        {
            if (!reader.TryReadAuthorId(out var recipient) || recipient.CompareTo(last) <= 0
                || !reader.TryReadBytes(BoxLength, out var box))
            {
                return false;
            }

            boxes.Add((recipient, box.ToArray()));
            last = recipient;
        }

        return true;
    }
}
