using System.Buffers.Binary;

namespace Tacit.Bench.Load;

/// <summary>
/// Writes and reads WebSocket frames with as little work as the format allows. Source: RFC 6455 §5.2.
/// </summary>
internal static class WebSocketFrame
{
    /// <summary>Opcodes.</summary>
    public const byte Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    /// <summary>The most bytes of a client's frame header.</summary>
    public const int HeaderLengthMax = 14;

    /// <summary>
    /// Writes a client's frame. Its mask is zero, which the format allows: so what is sent needs no pass over its
    /// bytes, and the generator measures the server and not itself.
    /// </summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, byte opcode, ReadOnlySpan<byte> payload)
    {
        target[0] = (byte)(0x80 | opcode);
        var at = 2;
        switch (payload.Length)
        {
            case < 126:
                target[1] = (byte)(0x80 | payload.Length);
                break;
            case <= ushort.MaxValue:
                target[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payload.Length);
                at = 4;
                break;
            default:
                target[1] = 0x80 | 127;
                BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)payload.Length);
                at = 10;
                break;
        }

        target.Slice(at, 4).Clear();
        payload.CopyTo(target[(at + 4)..]);
        return at + 4 + payload.Length;
    }

    /// <summary>Reads a server's frame from the front of what has come.</summary>
    /// <returns>Its bytes with the header, 0 while it is not whole.</returns>
    public static int Read(ReadOnlySpan<byte> source, out byte opcode, out ReadOnlySpan<byte> payload)
    {
        opcode = 0;
        payload = default;
        if (source.Length < 2)
            return 0;
        opcode = (byte)(source[0] & 0x0f);
        long length = source[1] & 0x7f;
        var at = 2;
        if (length == 126)
        {
            if (source.Length < 4)
                return 0;
            (length, at) = (BinaryPrimitives.ReadUInt16BigEndian(source[2..]), 4);
        }
        else if (length == 127)
        {
            if (source.Length < 10)
                return 0;
            (length, at) = (BinaryPrimitives.ReadInt64BigEndian(source[2..]), 10);
        }

        if (source.Length - at < length)
            return 0;
        payload = source.Slice(at, (int)length);
        return at + (int)length;
    }
}
