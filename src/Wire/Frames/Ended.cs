namespace Tacit.Wire.Frames;

/// <summary>The channel is left, and why.</summary>
/// <param name="Handle">The channel; not valid from here on.</param>
/// <param name="Code">Why.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record Ended(long Handle, Code Code, string Sentence) : ServerFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Ended).Varint(Handle).Varint((int)Code).String(Sentence);

    internal static Ended? Read(ref WireReader reader) =>
        reader.TryReadVarint(out var handle) && reader.TryReadVarint(ushort.MaxValue, out var code)
        && reader.TryReadString(Protocol.TextSizeMax, out var sentence)
            ? new(handle, (Code)code, sentence)
            : null;
}
