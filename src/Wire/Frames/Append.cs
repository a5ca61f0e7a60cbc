namespace Tacit.Wire.Frames;

/// <summary>Appends an entry.</summary>
/// <param name="Handle">The channel's handle on this connection.</param>
/// <param name="Entry">The whole entry. Read from a message, it is a view of it.</param>
public sealed record Append(long Handle, ReadOnlyMemory<byte> Entry) : ClientFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Append).Varint(Handle).Bytes(Entry.Span);

    /// <summary>Reads a frame without making an object of it, if it is an APPEND that reads.</summary>
    /// <param name="frame">The frame, from its type on.</param>
    /// <param name="handle">The channel's handle.</param>
    /// <param name="entry">The whole entry, as a view of the frame.</param>
    public static bool TryRead(ReadOnlyMemory<byte> frame, out long handle, out ReadOnlyMemory<byte> entry)
    {
        var reader = new WireReader(frame.Span);
        (handle, entry) = (0, default);
        if (!reader.TryReadByte(out var type) || type != (byte)FrameType.Append || !reader.TryReadVarint(out handle))
            return false;
        entry = frame[reader.Offset..];
        return true;
    }

    internal static Append? Read(ref WireReader reader, ReadOnlyMemory<byte> frame) =>
        reader.TryReadVarint(out var handle) ? new(handle, frame[^reader.ReadRest().Length..]) : null;
}
