namespace Tacit.Wire.Frames;

/// <summary>Passes a sealed message on to those present.</summary>
/// <param name="Handle">The channel's handle on this connection.</param>
/// <param name="Message">The sealed message (entry.md §2.8). Read from a message, it is a view of it.</param>
public sealed record SendEphemeral(long Handle, ReadOnlyMemory<byte> Message) : ClientFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.SendEphemeral).Varint(Handle).Bytes(Message.Span);

    internal static SendEphemeral? Read(ref WireReader reader, ReadOnlyMemory<byte> frame) =>
        reader.TryReadVarint(out var handle) ? new(handle, frame[^reader.ReadRest().Length..]) : null;
}
