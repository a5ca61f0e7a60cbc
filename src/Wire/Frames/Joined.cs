namespace Tacit.Wire.Frames;

/// <summary>Answers JOIN: the channel is joined, and what the server has of it.</summary>
public sealed record Joined : ServerFrame
{
    /// <summary>JOIN's number.</summary>
    public required long Request { get; init; }

    /// <summary>Stands for the channel in further frames.</summary>
    public required long Handle { get; init; }

    /// <summary>What the proof gave.</summary>
    public required Role Role { get; init; }

    /// <summary>The channel's descriptor, 99 bytes; the client checks that it hashes to the id.</summary>
    public required ReadOnlyMemory<byte> Descriptor { get; init; }

    /// <summary>This life of the log.</summary>
    public required Incarnation Incarnation { get; init; }

    /// <summary>The newest seq when the channel was joined.</summary>
    public required long Head { get; init; }

    /// <summary>The current epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>The newest counter that the log has of the proven author, or 0.</summary>
    public required long LastCounter { get; init; }

    /// <summary>Bytes that the channel uses.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Bytes that it may use; 0 for no limit.</summary>
    public required long SizeMaxBytes { get; init; }

    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Byte((byte)FrameType.Joined).Varint(Request).Varint(Handle).Byte((byte)Role).Bytes(Descriptor.Span)
        .Incarnation(Incarnation).Varint(Head).Varint(Epoch).Varint(LastCounter).Varint(SizeBytes)
        .Varint(SizeMaxBytes);

    internal static Joined? Read(ref WireReader reader)
    {
        if (!reader.TryReadVarint(out var request) || !reader.TryReadVarint(out var handle)
            || !reader.TryReadByte(out var role) || role > (byte)Role.Admin
            || !reader.TryReadBytes(Protocol.DescriptorLength, out var descriptor)
            || !reader.TryReadIncarnation(out var incarnation)
            || !reader.TryReadVarint(out var head)
            || !reader.TryReadVarint(out var epoch)
            || !reader.TryReadVarint(out var lastCounter)
            || !reader.TryReadVarint(out var sizeBytes)
            || !reader.TryReadVarint(out var sizeMaxBytes))
        {
            return null;
        }

        return new()
        {
            Request = request,
            Handle = handle,
            Role = (Role)role,
            Descriptor = descriptor.ToArray(),
            Incarnation = incarnation,
            Head = head,
            Epoch = epoch,
            LastCounter = lastCounter,
            SizeBytes = sizeBytes,
            SizeMaxBytes = sizeMaxBytes,
        };
    }
}
