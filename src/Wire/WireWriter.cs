using System.Buffers.Binary;
using System.Text;

namespace Tacit.Wire;

/// <summary>
/// Writes fields into a buffer that grows. One owner, one thread; <see cref="Clear"/> keeps the buffer.
/// </summary>
/// <param name="capacity">Bytes to begin with.</param>
public sealed class WireWriter(int capacity = 256)
{
    private byte[] _buffer = new byte[capacity];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written: valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>What was written, for a call that needs memory: valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    /// <summary>The bytes a varint needs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above 2⁵³ − 1.</exception>
    public static int VarintLength(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, WireReader.VarintMax);
        var length = 1;
        while ((value >>= 7) != 0)
            length++;
        return length;
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes one byte.</summary>
    public WireWriter Byte(byte value)
    {
        Reserve(1)[0] = value;
        return this;
    }

    /// <summary>Writes an unsigned LEB128 number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above 2⁵³ − 1.</exception>
    public WireWriter Varint(long value)
    {
        var target = Reserve(VarintLength(value));
        for (var at = 0; at < target.Length; at++, value >>= 7)
            target[at] = (byte)((value & 0x7F) | (at < target.Length - 1 ? 0x80L : 0));
        return this;
    }

    /// <summary>Writes raw bytes.</summary>
    public WireWriter Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        return this;
    }

    /// <summary>Writes a length in bytes and UTF-8.</summary>
    public WireWriter String(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Varint(length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
        return this;
    }

    /// <summary>Writes a channel id.</summary>
    public WireWriter ChannelId(ChannelId value)
    {
        value.Write(Reserve(Wire.ChannelId.Length));
        return this;
    }

    /// <summary>Writes an entry id.</summary>
    public WireWriter EntryId(EntryId value)
    {
        value.Write(Reserve(Wire.EntryId.Length));
        return this;
    }

    /// <summary>Writes an author id.</summary>
    public WireWriter AuthorId(AuthorId value)
    {
        value.Write(Reserve(Wire.AuthorId.Length));
        return this;
    }

    /// <summary>Writes a number as 8 bytes, big-endian.</summary>
    public WireWriter UInt64(ulong value) => AuthorId(new(value));

    /// <summary>Writes an incarnation.</summary>
    public WireWriter Incarnation(Incarnation value)
    {
        value.Write(Reserve(Wire.Incarnation.Length));
        return this;
    }

    /// <summary>
    /// Makes room for <paramref name="length"/> bytes, counts them as written, and hands them out to be filled.
    /// </summary>
    public Span<byte> Reserve(int length)
    {
        if (_buffer.Length - Length < length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + length));
        var room = _buffer.AsSpan(Length, length);
        Length += length;
        return room;
    }

    /// <summary>Writes a number as 4 bytes, big-endian, over what was reserved before.</summary>
    /// <param name="offset">Where: all 4 bytes were written or reserved.</param>
    /// <param name="value">The number.</param>
    public void PutInt32(int offset, int value) =>
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(0, Length)[offset..], value);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();
}
