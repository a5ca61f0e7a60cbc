namespace Tacit.Wire.Frames;

/// <summary>A frame that a client sends. Source: docs/protocol/connection.md §4.2.</summary>
public abstract record ClientFrame
{
    private protected ClientFrame()
    {
    }

    /// <summary>Writes the frame, from its type on.</summary>
    public abstract void Write(WireWriter writer);

    /// <summary>Reads one frame.</summary>
    /// <param name="bytes">The frame. APPEND and EPHEMERAL keep a view of it, all else is copied.</param>
    /// <param name="frame">The frame, if it reads.</param>
    /// <param name="badOffset">Else the byte of the frame at which it does not follow the format.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out ClientFrame frame, out int badOffset)
    {
        frame = null!;
        var reader = new WireReader(bytes.Span);
        if (!reader.TryReadByte(out var type))
        {
            badOffset = 0;
            return false;
        }

        ClientFrame? read = type switch
        {
            (byte)FrameType.Hello => Hello.Read(ref reader),
            (byte)FrameType.Join => Join.Read(ref reader),
            (byte)FrameType.Append => Append.Read(ref reader, bytes),
            (byte)FrameType.SendEphemeral => SendEphemeral.Read(ref reader, bytes),
            (byte)FrameType.Leave => Leave.Read(ref reader),
            (byte)FrameType.Ping => Ping.Read(ref reader),
            _ => null,
        };
        badOffset = reader.Offset;
        if (read is null || !reader.AtEnd)
            return false;
        frame = read;
        return true;
    }
}
