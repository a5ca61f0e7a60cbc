namespace Tacit.Wire.Frames;

/// <summary>Everything up to a seq was sent; what follows is new.</summary>
/// <param name="Handle">The channel.</param>
/// <param name="Seq">Up to where, at least the cursor of the join.</param>
public sealed record Live(long Handle, long Seq) : ServerFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Live).Varint(Handle).Varint(Seq);

    internal static Live? Read(ref WireReader reader) =>
        reader.TryReadVarint(out var handle) && reader.TryReadVarint(out var seq)
            ? new(handle, seq)
            : null;
}
