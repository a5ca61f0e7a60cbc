namespace Tacit.Wire.Roles;

/// <summary>Storage to core: what is known of a channel.</summary>
public sealed record ChannelFound : RoleMessage
{
    /// <summary>The asker's number of the request.</summary>
    public required long Request { get; init; }

    /// <summary><see cref="Code.None"/>, or why not: then the rest holds nothing.</summary>
    public Code Code { get; init; }

    /// <summary>The channel's descriptor, 99 bytes.</summary>
    public ReadOnlyMemory<byte> Descriptor { get; init; }

    /// <summary>This life of the log.</summary>
    public Incarnation Incarnation { get; init; }

    /// <summary>The newest seq.</summary>
    public long Head { get; init; }

    /// <summary>The current epoch.</summary>
    public long Epoch { get; init; }

    /// <summary>All EPOCH entries, oldest first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> EpochEntries { get; init; } = [];

    /// <summary>The newest counter of the author that was asked for.</summary>
    public long LastCounter { get; init; }

    /// <summary>Bytes that the channel uses.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Bytes that it may use; 0 for no limit.</summary>
    public long SizeMaxBytes { get; init; }

    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.ChannelFound).Varint(Request).Code(Code).Block(Descriptor).Incarnation(Incarnation)
        .Varint(Head).Varint(Epoch).List(EpochEntries, static (writer, entry) => writer.Block(entry))
        .Varint(LastCounter).Varint(SizeBytes).Varint(SizeMaxBytes);

    internal static ChannelFound Read(ref RoleReader reader) => new()
    {
        Request = reader.Number(),
        Code = reader.Code(),
        Descriptor = reader.Block(),
        Incarnation = reader.Incarnation(),
        Head = reader.Number(),
        Epoch = reader.Number(),
        EpochEntries = reader.List(1, static (ref RoleReader reader) => reader.Block()),
        LastCounter = reader.Number(),
        SizeBytes = reader.Number(),
        SizeMaxBytes = reader.Number(),
    };
}
