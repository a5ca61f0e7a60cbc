namespace Tacit.Wire.Frames;

/// <summary>The connection ends, and why.</summary>
/// <param name="Code">Why.</param>
/// <param name="RetryAfterMs">Milliseconds to wait before connecting again; 0 where the client decides.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record GoAway(Code Code, long RetryAfterMs, string Sentence) : ServerFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.GoAway).Varint((int)Code).Varint(RetryAfterMs).String(Sentence);

    internal static GoAway? Read(ref WireReader reader) =>
        reader.TryReadVarint(ushort.MaxValue, out var code) && reader.TryReadVarint(out var retryAfterMs)
        && reader.TryReadString(Protocol.TextSizeMax, out var sentence)
            ? new((Code)code, retryAfterMs, sentence)
            : null;
}
