namespace Tacit.Wire.Frames;

/// <summary>An entry at its place.</summary>
/// <param name="Handle">The channel.</param>
/// <param name="Seq">Its place.</param>
/// <param name="Bytes">The whole entry. Read from a message, it is a view of it.</param>
public sealed record Entry(long Handle, long Seq, ReadOnlyMemory<byte> Bytes) : ServerFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Entry).Varint(Handle).Varint(Seq).Bytes(Bytes.Span);

    internal static Entry? Read(ref WireReader reader, ReadOnlyMemory<byte> frame) =>
        reader.TryReadVarint(out var handle) && reader.TryReadVarint(out var seq)
            ? new(handle, seq, frame[^reader.ReadRest().Length..])
            : null;
}
