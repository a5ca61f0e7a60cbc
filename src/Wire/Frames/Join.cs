namespace Tacit.Wire.Frames;

/// <summary>Joins a channel. Source: docs/protocol/connection.md §4.2, §4.5.</summary>
public sealed record Join : ClientFrame
{
    private const byte HistoryFlag = 1;
    private const byte DescriptorFlag = 2;
    private const byte ClockFlag = 4;

    /// <summary>The client's number for this request; the answer repeats it.</summary>
    public required long Request { get; init; }

    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary>Which key signed.</summary>
    public required ProofBy By { get; init; }

    /// <summary>The proof: Ed25519, 64 bytes. Source: keys.md §1.5.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The descriptor, 99 bytes, so that the server can make the channel; or empty.</summary>
    public ReadOnlyMemory<byte> Descriptor { get; init; }

    /// <summary>The author's grant: there exactly when an author key signed.</summary>
    public Grant? Grant { get; init; }

    /// <summary>Whether superseded entries are wanted too.</summary>
    public bool History { get; init; }

    /// <summary>Of which log <see cref="After"/> is; the default for a client that has nothing.</summary>
    public Incarnation Incarnation { get; init; }

    /// <summary>The last seq the client has, or 0.</summary>
    public long After { get; init; }

    /// <summary>What the client has, in place of a seq; null where the seq counts.</summary>
    public VectorClock? Clock { get; init; }

    /// <inheritdoc />
    public override void Write(WireWriter writer)
    {
        writer.Byte((byte)FrameType.Join).Varint(Request).ChannelId(Channel).Byte((byte)By).Byte(Flags());
        writer.Bytes(Signature.Span);
        writer.Bytes(Descriptor.Span);
        Grant?.Write(writer);
        if (Clock is { } clock)
            clock.Write(writer);
        else
            writer.Incarnation(Incarnation).Varint(After);
    }

    internal static Join? Read(ref WireReader reader)
    {
        if (!reader.TryReadVarint(out var request) || !reader.TryReadChannelId(out var channel)
            || !reader.TryReadByte(out var by) || by is < (byte)ProofBy.ReadKey or > (byte)ProofBy.OwnerKey
            || !reader.TryReadByte(out var flags) || (flags & ~(HistoryFlag | DescriptorFlag | ClockFlag)) != 0
            || !reader.TryReadBytes(EntryHeader.SignatureLength, out var signature))
        {
            return null;
        }

        ReadOnlyMemory<byte> descriptor = default;
        if ((flags & DescriptorFlag) != 0)
        {
            if (!reader.TryReadBytes(Protocol.DescriptorLength, out var bytes))
                return null;
            descriptor = bytes.ToArray();
        }

        Grant? grant = null;
        if ((ProofBy)by == ProofBy.AuthorKey && !Wire.Grant.TryRead(ref reader, out grant))
            return null;

        VectorClock? clock = null;
        Incarnation incarnation = default;
        var after = 0L;
        if ((flags & ClockFlag) != 0)
        {
            if (!VectorClock.TryRead(ref reader, out clock))
                return null;
        }
        else if (!reader.TryReadIncarnation(out incarnation) || !reader.TryReadVarint(out after))
        {
            return null;
        }

        return new()
        {
            Request = request,
            Channel = channel,
            By = (ProofBy)by,
            Signature = signature.ToArray(),
            Descriptor = descriptor,
            Grant = grant,
            History = (flags & HistoryFlag) != 0,
            Incarnation = incarnation,
            After = after,
            Clock = clock,
        };
    }

    private byte Flags() => (byte)(
        (History ? HistoryFlag : 0) | (Descriptor.IsEmpty ? 0 : DescriptorFlag) | (Clock is null ? 0 : ClockFlag));
}
