using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tacit.Server.Front;

/// <summary>
/// Takes what a client sends over a WebSocket apart into messages, as the bytes come. Holds nothing but the message
/// that has begun. Source: RFC 6455 §5.2 to §5.5; text is not taken (docs/protocol/connection.md §4.1).
/// </summary>
/// <param name="messageSizeMax">The most bytes of a message.</param>
internal struct FrameReader(int messageSizeMax)
{
    private const int HeaderLengthMax = 14;
    private const int MaskLength = 4;
    private const int ControlLengthMax = 125;

    // A message is given no more than this before its bytes have come, whatever length it names.
    private const int TrustedLength = 16 * 1024;

    private byte[] _message = [];
    private int _length;
    private long _left;
    private uint _mask;
    private FrameOpcode _opcode;
    private bool _isFinal;
    private bool _isInFrame;
    private bool _hasBegun;

    /// <summary>
    /// Whether no more is kept: frames are still told apart, so that the client's CLOSE is seen, and their content
    /// goes nowhere.
    /// </summary>
    public bool IsDiscarding { get; set; }

    /// <summary>Reads on.</summary>
    /// <param name="source">What came; cut down to what was not read yet.</param>
    /// <param name="payload">The message, or what a control frame carries, in memory of its own.</param>
    public FrameEvent Read(ref ReadOnlySequence<byte> source, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        while (true)
        {
            if (!_isInFrame)
            {
                var begun = TryBegin(ref source);
                if (begun != FrameEvent.Frame)
                    return begun;
            }

            if (_opcode >= FrameOpcode.Close)
                return ReadControl(ref source, out payload);
            if (!ReadPayload(ref source))
                return FrameEvent.None;
            if (!_isFinal)
                continue;
            payload = _message.AsMemory(0, _length);
            (_message, _length, _hasBegun) = ([], 0, false);
            if (!IsDiscarding)
                return FrameEvent.Message;
        }
    }

    /// <summary>Copies masked bytes and takes the mask off, or puts it on.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="target">As long as the source; may be the same memory.</param>
    /// <param name="mask">The mask as it lies in memory, its first byte for the first byte.</param>
    public static void Unmask(ReadOnlySpan<byte> source, Span<byte> target, uint mask)
    {
        var at = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var wide = Vector.AsVectorByte(new Vector<uint>(mask));
            for (; at <= source.Length - Vector<byte>.Count; at += Vector<byte>.Count)
                (new Vector<byte>(source[at..]) ^ wide).CopyTo(target[at..]);
        }

        Span<byte> bytes = stackalloc byte[MaskLength];
        MemoryMarshal.Write(bytes, mask);
        for (; at < source.Length; at++)
            target[at] = (byte)(source[at] ^ bytes[at % MaskLength]);
    }

    private FrameEvent TryBegin(ref ReadOnlySequence<byte> source)
    {
        Span<byte> copied = stackalloc byte[HeaderLengthMax];
        scoped var header = source.FirstSpan;
        if (header.Length < HeaderLengthMax && !source.IsSingleSegment)
        {
            var start = source.Slice(0, Math.Min(source.Length, HeaderLengthMax));
            start.CopyTo(copied);
            header = copied[..(int)start.Length];
        }

        if (header.Length < 2)
            return FrameEvent.None;
        var lengthOfLength = (header[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
        var headerLength = 2 + lengthOfLength + MaskLength;
        if (!IsTakeable(header[0], header[1]))
            return FrameEvent.Violation;
        if (header.Length < headerLength)
            return FrameEvent.None;
        var length = lengthOfLength switch
        {
            0 => header[1] & 0x7F,
            2 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            _ => BinaryPrimitives.ReadInt64BigEndian(header[2..]),
        };

        // A length has one form: the shortest.
        if ((lengthOfLength == 2 && length < 126) || (lengthOfLength == 8 && length <= ushort.MaxValue))
            return FrameEvent.Violation;
        _opcode = (FrameOpcode)(header[0] & 0x0F);
        _isFinal = (header[0] & 0x80) != 0;
        _mask = MemoryMarshal.Read<uint>(header[(headerLength - MaskLength)..]);
        _left = length;
        _isInFrame = true;
        source = source.Slice(headerLength);
        if (_opcode >= FrameOpcode.Close)
            return FrameEvent.Frame;
        _hasBegun = true;
        if (IsDiscarding || length <= messageSizeMax - _length)
            return FrameEvent.Frame;
        (IsDiscarding, _message, _length) = (true, [], 0);
        return FrameEvent.TooLarge;
    }

    // Masked, no reserved bit, a known kind where it may stand; control frames short and in one piece.
    private readonly bool IsTakeable(byte first, byte second)
    {
        if ((first & 0x70) != 0 || (second & 0x80) == 0)
            return false;
        return (FrameOpcode)(first & 0x0F) switch
        {
            FrameOpcode.Continuation => _hasBegun,
            FrameOpcode.Binary => !_hasBegun,
            FrameOpcode.Close or FrameOpcode.Ping or FrameOpcode.Pong =>
                (first & 0x80) != 0 && (second & 0x7F) <= ControlLengthMax,
            _ => false,
        };
    }

    private FrameEvent ReadControl(ref ReadOnlySequence<byte> source, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        if (source.Length < _left)
            return FrameEvent.None;
        var bytes = source.Slice(0, _left).ToArray();
        Unmask(bytes, bytes, _mask);
        source = source.Slice(_left);
        _isInFrame = false;
        payload = bytes;
        if (_opcode == FrameOpcode.Ping)
            return FrameEvent.Ping;
        return _opcode == FrameOpcode.Pong ? FrameEvent.Pong : FrameEvent.Close;
    }

    /// <returns>Whether the frame is whole.</returns>
    private bool ReadPayload(ref ReadOnlySequence<byte> source)
    {
        var taken = Math.Min(source.Length, _left);
        if (!IsDiscarding)
            Keep(source.Slice(0, taken));
        source = source.Slice(taken);
        _left -= taken;
        _isInFrame = _left > 0;
        return !_isInFrame;
    }

    private void Keep(ReadOnlySequence<byte> masked)
    {
        var needed = _length + (int)masked.Length;
        if (needed > _message.Length)
        {
            // All of it at once when it is there, or short; else it grows with what comes.
            var whole = _length + _left;
            var grown = Math.Min(whole, Math.Max(needed * 2L, TrustedLength));
            Array.Resize(ref _message, (int)Math.Max(needed, grown));
        }

        foreach (var part in masked)
        {
            Unmask(part.Span, _message.AsSpan(_length), _mask);
            _mask = Rotate(_mask, part.Length);
            _length += part.Length;
        }
    }

    private static uint Rotate(uint mask, int bytes) => BitConverter.IsLittleEndian
        ? BitOperations.RotateRight(mask, bytes % MaskLength * 8)
        : BitOperations.RotateLeft(mask, bytes % MaskLength * 8);
}
