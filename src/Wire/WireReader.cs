using System.Buffers.Binary;
using System.Text;

namespace Tacit.Wire;

/// <summary>
/// Reads fields from bytes that came from outside. A read that fails moves nothing and says so; it never throws.
/// Source: docs/protocol/README.md, Notation.
/// </summary>
/// <param name="bytes">What to read. Not copied.</param>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The largest varint: 2⁵³ − 1, which JavaScript holds exactly.</summary>
    public const long VarintMax = (1L << 53) - 1;

    /// <summary>
    /// How many bytes were read: the place of the next field, and of the fault after a read that failed.
    /// </summary>
    public int Offset { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - Offset;

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => Offset == _bytes.Length;

    /// <summary>Reads one byte.</summary>
    public bool TryReadByte(out byte value)
    {
        value = 0;
        if (AtEnd)
            return false;
        value = _bytes[Offset++];
        return true;
    }

    /// <summary>Reads an unsigned LEB128 number from 0 to <see cref="VarintMax"/> in its shortest form.</summary>
    public bool TryReadVarint(out long value)
    {
        value = 0;
        var shift = 0;
        for (var at = Offset; at < _bytes.Length && shift < 56; at++, shift += 7)
        {
            var group = _bytes[at];
            value |= (long)(group & 0x7F) << shift;
            if ((group & 0x80) != 0)
                continue;

            // A last group of zero adds nothing: a shorter form exists, and these bytes are hashed.
            if ((group == 0 && shift > 0) || value > VarintMax)
                break;
            Offset = at + 1;
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>Reads a varint that may be at most <paramref name="max"/>.</summary>
    public bool TryReadVarint(int max, out int value)
    {
        var start = Offset;
        value = 0;
        if (!TryReadVarint(out var wide))
            return false;
        if (wide > max)
        {
            Offset = start;
            return false;
        }

        value = (int)wide;
        return true;
    }

    /// <summary>Reads raw bytes, as a view of the source.</summary>
    public bool TryReadBytes(int length, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (length > Remaining)
            return false;
        value = _bytes.Slice(Offset, length);
        Offset += length;
        return true;
    }

    /// <summary>Reads all that is left.</summary>
    public ReadOnlySpan<byte> ReadRest()
    {
        var rest = _bytes[Offset..];
        Offset = _bytes.Length;
        return rest;
    }

    /// <summary>Reads a string of at most <paramref name="lengthMax"/> bytes of valid UTF-8.</summary>
    public bool TryReadString(int lengthMax, out string value)
    {
        value = "";
        var start = Offset;
        if (TryReadVarint(lengthMax, out var length) && TryReadBytes(length, out var utf8) && IsUtf8(utf8))
        {
            value = Encoding.UTF8.GetString(utf8);
            return true;
        }

        Offset = start;
        return false;
    }

    /// <summary>Reads a channel id.</summary>
    public bool TryReadChannelId(out ChannelId value)
    {
        value = default;
        if (!TryReadBytes(ChannelId.Length, out var bytes))
            return false;
        value = ChannelId.Read(bytes);
        return true;
    }

    /// <summary>Reads an entry id.</summary>
    public bool TryReadEntryId(out EntryId value)
    {
        value = default;
        if (!TryReadBytes(EntryId.Length, out var bytes))
            return false;
        value = EntryId.Read(bytes);
        return true;
    }

    /// <summary>Reads an author id.</summary>
    public bool TryReadAuthorId(out AuthorId value)
    {
        var read = TryReadUInt64(out var number);
        value = new AuthorId(number);
        return read;
    }

    /// <summary>Reads 8 bytes as a big-endian number.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        value = 0;
        if (!TryReadBytes(sizeof(ulong), out var bytes))
            return false;
        value = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return true;
    }

    /// <summary>Reads an incarnation.</summary>
    public bool TryReadIncarnation(out Incarnation value)
    {
        value = default;
        if (!TryReadBytes(Incarnation.Length, out var bytes))
            return false;
        value = Incarnation.Read(bytes);
        return true;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
