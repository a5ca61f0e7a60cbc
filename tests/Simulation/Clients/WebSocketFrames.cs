using System.Buffers.Binary;
using Tacit.Simulation.World;

namespace Tacit.Simulation.Clients;

/// <summary>
/// The client's half of a WebSocket after the upgrade: masked frames out, plain frames in, as the bytes come.
/// Source: RFC 6455 §5.2.
/// </summary>
internal sealed class WebSocketFrames(Chance chance)
{
    private const int MaskLength = 4;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    private readonly List<byte> _received = [];

    /// <summary>A message.</summary>
    public byte[] Binary(ReadOnlySpan<byte> message) => Frame(Opcode.Binary, message);

    /// <summary>The goodbye.</summary>
    public byte[] Close() => Frame(Opcode.Close, []);

    /// <summary>Bytes came.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _received.AddRange(bytes);

    /// <summary>Takes the next message; an empty one is the server's goodbye.</summary>
    public bool TryTake(out byte[] message)
    {
        message = [];
        if (!TryReadHeader(out var opcode, out var start, out var length) || _received.Count < start + length)
            return false;
        if (opcode == Opcode.Binary)
            message = [.. _received.GetRange(start, length)];
        else if (opcode != Opcode.Close)
            throw new ViolationException($"a client was sent a frame of kind {(int)opcode}");
        _received.RemoveRange(0, start + length);
        return true;
    }

    private bool TryReadHeader(out Opcode opcode, out int start, out int length)
    {
        (opcode, start, length) = (default, 2, 0);
        if (_received.Count < 2)
            return false;
        opcode = (Opcode)(_received[0] & 0x0F);
        length = _received[1];
        if (length <= 125)
            return true;
        start += length == 126 ? sizeof(ushort) : sizeof(ulong);
        if (_received.Count < start)
            return false;
        length = 0;
        for (var at = 2; at < start; at++)
            length = (length << 8) | _received[at];
        return true;
    }

    private byte[] Frame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var headerLength = payload.Length switch { <= 125 => 2, <= ushort.MaxValue => 4, _ => 10 };
        var frame = new byte[headerLength + MaskLength + payload.Length];
        frame[0] = (byte)(Final | (byte)opcode);
        frame[1] = (byte)(Masked | (headerLength switch { 2 => payload.Length, 4 => 126, _ => 127 }));
        if (headerLength == 4)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        else if (headerLength == 10)
            BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);
        var mask = frame.AsSpan(headerLength, MaskLength);
        chance.Fill(mask);
        for (var at = 0; at < payload.Length; at++)
            frame[headerLength + MaskLength + at] = (byte)(payload[at] ^ mask[at % MaskLength]);
        return frame;
    }

    private enum Opcode
    {
        Binary = 2,
        Close = 8,
    }
}
