namespace Tacit.Wire.Roles;

/// <summary>
/// Front to core, and core to storage: something about sealed chunks, for somebody who was admitted. Answered by
/// <see cref="BlobAnswered"/>.
/// </summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Channel">The channel.</param>
public abstract record BlobRequest(long Request, ChannelId Channel) : RoleMessage;

/// <summary>Store a chunk.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Address">What its bytes hash to, as the client says; the storage compares.</param>
/// <param name="Bytes">The chunk.</param>
public sealed record PutBlob(long Request, ChannelId Channel, BlobAddress Address, ReadOnlyMemory<byte> Bytes)
    : BlobRequest(Request, Channel)
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.PutBlob).Varint(Request).ChannelId(Channel).Address(Address).Block(Bytes);

    internal static PutBlob Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.Address(), reader.Block());
}

/// <summary>Read a chunk, or find out how long it is.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Address">Which.</param>
/// <param name="SizeOnly">Whether its length is enough.</param>
public sealed record GetBlob(long Request, ChannelId Channel, BlobAddress Address, bool SizeOnly)
    : BlobRequest(Request, Channel)
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.GetBlob).Varint(Request).ChannelId(Channel).Address(Address).Flag(SizeOnly);

    internal static GetBlob Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.Address(), reader.Flag());
}

/// <summary>Which of these are not there?</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Addresses">Which.</param>
public sealed record FindMissingBlobs(long Request, ChannelId Channel, IReadOnlyList<BlobAddress> Addresses)
    : BlobRequest(Request, Channel)
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.FindMissingBlobs).Varint(Request).ChannelId(Channel)
        .List(Addresses, static (writer, address) => writer.Address(address));

    internal static FindMissingBlobs Read(ref RoleReader reader) => new(
        reader.Number(),
        reader.Channel(),
        reader.List(BlobAddress.Length, static (ref RoleReader reader) => reader.Address()));
}
