namespace Tacit.Wire.Frames;

/// <summary>A frame that a server sends. Source: docs/protocol/connection.md §4.3.</summary>
public abstract record ServerFrame
{
    private protected ServerFrame()
    {
    }

    /// <summary>Writes the frame, from its type on.</summary>
    public abstract void Write(WireWriter writer);

    /// <summary>Reads one frame.</summary>
    /// <param name="bytes">The frame. ENTRY and EPHEMERAL keep a view of it, all else is copied.</param>
    /// <param name="frame">The frame, if it reads.</param>
    /// <param name="badOffset">Else the byte of the frame at which it does not follow the format.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out ServerFrame frame, out int badOffset)
    {
        frame = null!;
        var reader = new WireReader(bytes.Span);
        if (!reader.TryReadByte(out var type))
        {
            badOffset = 0;
            return false;
        }

        ServerFrame? read = type switch
        {
            (byte)FrameType.Welcome => Welcome.Read(ref reader),
            (byte)FrameType.Joined => Joined.Read(ref reader),
            (byte)FrameType.Entry => Entry.Read(ref reader, bytes),
            (byte)FrameType.Ack => Ack.Read(ref reader),
            (byte)FrameType.Ephemeral => Ephemeral.Read(ref reader, bytes),
            (byte)FrameType.Live => Live.Read(ref reader),
            (byte)FrameType.Refused => Refused.Read(ref reader),
            (byte)FrameType.Ended => Ended.Read(ref reader),
            (byte)FrameType.Pong => Pong.Read(ref reader),
            (byte)FrameType.GoAway => GoAway.Read(ref reader),
            _ => null,
        };
        badOffset = reader.Offset;
        if (read is null || !reader.AtEnd)
            return false;
        frame = read;
        return true;
    }
}
