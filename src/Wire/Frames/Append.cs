namespace Tacit.Wire.Frames;

/// <summary>Appends an entry.</summary>
/// <param name="Handle">The channel's handle on this connection.</param>
/// <param name="Entry">The whole entry. Read from a message, it is a view of it.</param>
public sealed record Append(long Handle, ReadOnlyMemory<byte> Entry) : ClientFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Append).Varint(Handle).Bytes(Entry.Span);

    internal static Append? Read(ref WireReader reader, ReadOnlyMemory<byte> frame) =>
        reader.TryReadVarint(out var handle) ? new(handle, frame[^reader.ReadRest().Length..]) : null;
}
