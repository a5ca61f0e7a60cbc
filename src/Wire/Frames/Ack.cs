namespace Tacit.Wire.Frames;

/// <summary>Entries of the connection are durable: consecutive counters at consecutive seqs.</summary>
/// <param name="Handle">The channel.</param>
/// <param name="FirstCounter">The first of the counters.</param>
/// <param name="FirstSeq">The first of the seqs.</param>
/// <param name="Count">How many, from 1.</param>
public sealed record Ack(long Handle, long FirstCounter, long FirstSeq, long Count) : ServerFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Ack).Varint(Handle).Varint(FirstCounter).Varint(FirstSeq).Varint(Count);

    internal static Ack? Read(ref WireReader reader) =>
        reader.TryReadVarint(out var handle) && reader.TryReadVarint(out var firstCounter)
        && reader.TryReadVarint(out var firstSeq) && reader.TryReadVarint(out var count) && count > 0
            ? new(handle, firstCounter, firstSeq, count)
            : null;
}
