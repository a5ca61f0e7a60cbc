namespace Tacit.Wire.Frames;

/// <summary>A sealed message of another who is present.</summary>
/// <param name="Handle">The channel.</param>
/// <param name="Message">The sealed message (entry.md §2.8). Read from a message, it is a view of it.</param>
public sealed record Ephemeral(long Handle, ReadOnlyMemory<byte> Message) : ServerFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Ephemeral).Varint(Handle).Bytes(Message.Span);

    internal static Ephemeral? Read(ref WireReader reader, ReadOnlyMemory<byte> frame) =>
        reader.TryReadVarint(out var handle)
            ? new(handle, frame[^reader.ReadRest().Length..])
            : null;
}
