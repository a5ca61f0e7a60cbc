using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Tacit.Crdt.Coding;

/// <summary>A growing buffer that speaks the primitives of lib0; the mirror of <see cref="ByteReader"/>.</summary>
internal sealed class ByteWriter
{
    private byte[] _buffer;

    public ByteWriter(int capacity = 64) => _buffer = GC.AllocateUninitializedArray<byte>(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public byte[] ToArray() => Written.ToArray();

    /// <summary>What was written, without a copy where the buffer is exactly full; this is then used up.</summary>
    public byte[] Release() => Length == _buffer.Length ? _buffer : ToArray();

    /// <summary>How many bytes a number takes.</summary>
    public static int VarUintLength(long value)
    {
        var length = 1;
        while ((value >>= 7) > 0)
            length++;
        return length;
    }

    /// <summary>Forgets what was written and keeps the buffer, unless it is one a rare giant left behind.</summary>
    public void Clear()
    {
        Length = 0;
        if (_buffer.Length > 1 << 20)
            _buffer = new byte[256];
    }

    public void WriteByte(byte value)
    {
        if (Length == _buffer.Length)
            Grow(1);
        _buffer[Length++] = value;
    }

    public void WriteVarUint(long value)
    {
        if (value <= 0x7f)
        {
            WriteByte((byte)value);
            return;
        }
        WriteLongVarUint(value);
    }

    private void WriteLongVarUint(long value)
    {
        var need = VarUintLength(value);
        if (_buffer.Length - Length < need)
            Grow(need);
        while (value > 0x7f)
        {
            _buffer[Length++] = (byte)(0x80 | (value & 0x7f));
            value >>= 7;
        }
        _buffer[Length++] = (byte)value;
    }

    /// <param name="magnitude">The value without its sign.</param>
    /// <param name="negative">The sign, so that negative zero can be written.</param>
    public void WriteVarInt(long magnitude, bool negative)
    {
        var first = (uint)(negative ? 0x40 : 0) | (uint)(magnitude & 0x3f);
        var rest = (ulong)magnitude >> 6;
        if (rest >= 1UL << 28)
        {
            WriteByte((byte)(0x80 | first));
            WriteVarUint((long)rest);
            return;
        }
        // The lengths of numbers follow no pattern that a processor could foresee: nothing here branches on them.
        var more = (38 - BitOperations.LeadingZeroCount((uint)rest)) / 7;
        var groups = ((rest & 0x7f) << 8) | ((rest & (0x7f << 7)) << 9) | ((rest & (0x7f << 14)) << 10)
            | ((rest & (0x7f << 21)) << 11);
        var goesOn = 0x80808080UL & ((1UL << (more * 8)) - 1);
        if (_buffer.Length - Length < sizeof(ulong))
            Grow(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(Length), first | groups | goesOn);
        Length += 1 + more;
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void WriteVarBytes(ReadOnlySpan<byte> bytes)
    {
        WriteVarUint(bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Byte length, then UTF-8; a lone surrogate becomes U+FFFD, as in JavaScript's encoder.</summary>
    public void WriteVarString(ReadOnlySpan<char> text)
    {
        if (text.Length <= 42)
        {
            // At most 126 bytes: the length fits in one byte, which is filled in afterwards.
            if (_buffer.Length - Length < 1 + (text.Length * 3))
                Grow(1 + (text.Length * 3));
            var written = Encoding.UTF8.GetBytes(text, _buffer.AsSpan(Length + 1));
            _buffer[Length] = (byte)written;
            Length += written + 1;
            return;
        }
        WriteVarString(text, Encoding.UTF8.GetByteCount(text));
    }

    /// <summary>As <see cref="WriteVarString(ReadOnlySpan{char})"/>, where the length in bytes is known.</summary>
    public void WriteVarString(ReadOnlySpan<char> text, int count)
    {
        WriteVarUint(count);
        Encoding.UTF8.GetBytes(text, Take(count));
    }

    public void WriteFloat32(float value) => BinaryPrimitives.WriteSingleBigEndian(Take(4), value);

    public void WriteFloat64(double value) => BinaryPrimitives.WriteDoubleBigEndian(Take(8), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    private Span<byte> Take(int count)
    {
        if (_buffer.Length - Length < count)
            Grow(count);
        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    private void Grow(int need) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + need));
}
