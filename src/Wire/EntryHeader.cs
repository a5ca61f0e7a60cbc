namespace Tacit.Wire;

/// <summary>
/// What anyone can read of an entry: its fields before the nonce. Source: docs/protocol/entry.md §2.1.
/// </summary>
/// <param name="Kind">What the entry is to the log.</param>
/// <param name="Epoch">Which key seals it.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Counter">The author's number of it, from 1.</param>
/// <param name="Prev">The id of the author's entry before, where the kind transmits it; else the default.</param>
/// <param name="FieldsOffset">Where the kind fields begin, in bytes.</param>
/// <param name="Length">Bytes of the header: where the nonce begins.</param>
public readonly record struct EntryHeader(
    EntryKind Kind, long Epoch, AuthorId Author, long Counter, EntryId Prev, int FieldsOffset, int Length)
{
    /// <summary>The most bytes of an entry: 1 MiB. What is longer goes in parts (entry.md §2.7).</summary>
    public const int EntrySizeMax = 1024 * 1024;

    /// <summary>Bytes of the transmitted nonce.</summary>
    public const int NonceLength = 16;

    /// <summary>Bytes of the Poly1305 tag, which ends the ciphertext.</summary>
    public const int TagLength = 16;

    /// <summary>Bytes of the key commitment.</summary>
    public const int CommitmentLength = 16;

    /// <summary>Bytes of the signature.</summary>
    public const int SignatureLength = 64;

    /// <summary>The fewest bytes of padded content.</summary>
    public const int ContentMin = 64;

    /// <summary>Bytes after the header that are not content.</summary>
    public const int TrailerLength = NonceLength + TagLength + CommitmentLength + SignatureLength;

    /// <summary>Whether entries of a kind transmit the id of the entry before: those that can outlive it.</summary>
    public static bool TransmitsPrev(EntryKind kind) =>
        kind is EntryKind.Snapshot or EntryKind.Grant or EntryKind.Epoch;

    /// <summary>Reads the header of an entry, and checks that the rest has room for its fields.</summary>
    /// <param name="entry">The whole entry.</param>
    /// <param name="header">The header, if it reads.</param>
    /// <param name="badOffset">Else the byte at which it does not follow the format.</param>
    public static bool TryRead(ReadOnlySpan<byte> entry, out EntryHeader header, out int badOffset)
    {
        header = default;
        var reader = new WireReader(entry);
        var read = TryReadFixed(
            ref reader, out var kind, out var epoch, out var author, out var counter, out var prev);
        var fieldsOffset = reader.Offset;
        read = read && TryReadKindFields(ref reader, kind, entry[fieldsOffset..]);
        badOffset = reader.Offset;
        if (!read || reader.Remaining < TrailerLength + ContentMin)
            return false;

        header = new(kind, epoch, author, counter, prev, fieldsOffset, reader.Offset);
        return true;
    }

    /// <summary>The kind fields of the entry this header was read from.</summary>
    public ReadOnlySpan<byte> Fields(ReadOnlySpan<byte> entry) => entry[FieldsOffset..Length];

    private static bool TryReadFixed(
        ref WireReader reader,
        out EntryKind kind,
        out long epoch,
        out AuthorId author,
        out long counter,
        out EntryId prev)
    {
        (epoch, author, counter, prev) = (0, default, 0, default);
        var known = reader.TryReadByte(out var kindByte) && kindByte is >= 1 and <= (byte)EntryKind.Part;
        kind = (EntryKind)kindByte;
        return known
            && reader.TryReadVarint(out epoch)
            && reader.TryReadAuthorId(out author) && author != default
            && reader.TryReadVarint(out counter) && counter > 0
            && (!TransmitsPrev(kind) || reader.TryReadEntryId(out prev));
    }

    private static bool TryReadKindFields(ref WireReader reader, EntryKind kind, ReadOnlySpan<byte> fields)
    {
        var inner = new WireReader(fields);
        var read = kind switch
        {
            EntryKind.Snapshot => SnapshotFields.TryRead(ref inner, out _),
            EntryKind.Grant => Grant.TryRead(ref inner, out _),
            EntryKind.Epoch => EpochFields.TryRead(ref inner, out _),
            EntryKind.Attest => inner.TryReadEntryId(out _),
            EntryKind.Update or EntryKind.Message or EntryKind.Control or EntryKind.Part => true,
            _ => false,
        };
        return reader.TryReadBytes(inner.Offset, out _) && read;
    }
}
