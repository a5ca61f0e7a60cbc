using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Tacit.Crdt.Coding;

/// <summary>
/// Reads the primitives of lib0, the encoding library of Yjs, from a window of a message. Every failure names the
/// byte, counted from the start of the whole message, even in a window inside it.
/// </summary>
internal ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _base;
    private int _position;

    public ByteReader(ReadOnlySpan<byte> bytes, int baseOffset = 0)
    {
        _bytes = bytes;
        _base = baseOffset;
    }

    public readonly bool AtEnd => _position >= _bytes.Length;

    /// <summary>Where reading goes on, counted from the start of the whole message.</summary>
    public readonly int Offset => _base + _position;

    public readonly MalformedUpdateException Malformed(string reason) => new(reason, Offset);

    public byte ReadByte()
    {
        if (_position >= _bytes.Length)
            throw Malformed("the message ends too early");
        return _bytes[_position++];
    }

    /// <summary>Seven bits a byte, lowest first, the high bit set on all but the last; at most 2^53 - 1.</summary>
    public long ReadVarUint()
    {
        if (_position < _bytes.Length && _bytes[_position] < 0x80)
            return _bytes[_position++];
        return ReadLongVarUint(0, 0);
    }

    /// <summary>As <see cref="ReadVarUint"/>, where the value counts things that must fit in memory.</summary>
    public int ReadLength()
    {
        var value = ReadVarUint();
        if (value > int.MaxValue)
            throw Malformed("a length exceeds the limit");
        return (int)value;
    }

    /// <summary>
    /// High bit: more follows; next bit: sign; six bits of value; then groups of seven. Negative zero exists and
    /// means something in the run-length encodings, so the sign is given apart.
    /// </summary>
    public long ReadVarInt(out bool negative)
    {
        var first = ReadByte();
        negative = (first & 0x40) != 0;
        long magnitude = first & 0x3f;
        if ((first & 0x80) != 0)
            magnitude = ReadLongVarUint(magnitude, 6);
        return negative ? -magnitude : magnitude;
    }

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > _bytes.Length - _position)
            throw Malformed("the message ends too early");
        var slice = _bytes.Slice(_position, count);
        _position += count;
        return slice;
    }

    public ReadOnlySpan<byte> ReadVarBytes() => ReadBytes(ReadLength());

    /// <summary>A reader over the next length-prefixed part.</summary>
    public ByteReader ReadWindow()
    {
        var length = ReadLength();
        var start = Offset;
        return new ByteReader(ReadBytes(length), start);
    }

    /// <summary>Byte length, then UTF-8. Ill-formed UTF-8 is refused, as Yjs does; a byte order mark is kept.</summary>
    public string ReadVarString()
    {
        var length = ReadLength();
        if (length == 0)
            return string.Empty;
        var bytes = ReadBytes(length);
        if (!Utf8.IsValid(bytes))
            throw Malformed("a string is not UTF-8");
        return Encoding.UTF8.GetString(bytes);
    }

    public float ReadFloat32() => BinaryPrimitives.ReadSingleBigEndian(ReadBytes(4));

    public double ReadFloat64() => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(8));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(ReadBytes(8));

    private long ReadLongVarUint(long value, int shift)
    {
        while (true)
        {
            var next = ReadByte();
            var bits = (long)(next & 0x7f);
            if (bits != 0 && (shift > 52 || bits > DecodeLimits.IntegerMax >> shift))
                throw Malformed("an integer exceeds 53 bits");
            if (bits != 0)
                value |= bits << shift;
            if (next < 0x80)
                return value;
            // Zero groups add nothing, and a row of them must not run the shift over.
            shift = Math.Min(shift + 7, 63);
        }
    }
}
