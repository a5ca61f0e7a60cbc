using System.Buffers.Binary;
using System.Text;

namespace Tacit.Server.Front;

/// <summary>
/// Writes WebSocket frames of a server: whole, final, and not masked, so that all readers of an entry are sent the same
/// bytes. Source: RFC 6455 §5.2.
/// </summary>
internal static class FrameWriter
{
    /// <summary>The most bytes of a header.</summary>
    public const int HeaderLengthMax = 10;

    private const int ControlLengthMax = 125;

    /// <summary>Writes a header.</summary>
    /// <param name="opcode">The kind of frame.</param>
    /// <param name="length">Bytes of its payload.</param>
    /// <param name="target">At least <see cref="HeaderLengthMax"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteHeader(FrameOpcode opcode, long length, Span<byte> target)
    {
        target[0] = (byte)(0x80 | (byte)opcode);
        switch (length)
        {
            case <= ControlLengthMax:
                target[1] = (byte)length;
                return 2;
            case <= ushort.MaxValue:
                target[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)length);
                return 4;
            default:
                target[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(target[2..], length);
                return 10;
        }
    }

    /// <summary>A whole frame of a control kind.</summary>
    /// <param name="opcode">The kind.</param>
    /// <param name="payload">At most 125 bytes.</param>
    public static byte[] Control(FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[2 + payload.Length];
        WriteHeader(opcode, payload.Length, frame);
        payload.CopyTo(frame.AsSpan(2));
        return frame;
    }

    /// <summary>A whole CLOSE.</summary>
    /// <param name="status">Why, as RFC 6455 §7.4 numbers it.</param>
    /// <param name="reason">The same in ASCII, short.</param>
    public static byte[] Close(int status, string reason)
    {
        var payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)status);
        Encoding.ASCII.GetBytes(reason, payload.AsSpan(2));
        return Control(FrameOpcode.Close, payload);
    }
}
