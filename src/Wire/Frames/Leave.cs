namespace Tacit.Wire.Frames;

/// <summary>Leaves a channel.</summary>
/// <param name="Handle">The channel's handle on this connection.</param>
public sealed record Leave(long Handle) : ClientFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer.Byte((byte)FrameType.Leave).Varint(Handle);

    internal static Leave? Read(ref WireReader reader) =>
        reader.TryReadVarint(out var handle) ? new(handle) : null;
}
