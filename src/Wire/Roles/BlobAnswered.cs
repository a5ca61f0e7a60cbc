namespace Tacit.Wire.Roles;

/// <summary>Storage to core, and core to front: what became of a <see cref="BlobRequest"/>.</summary>
public sealed record BlobAnswered : RoleMessage
{
    /// <summary>The asker's number of the request.</summary>
    public required long Request { get; init; }

    /// <summary><see cref="Code.None"/>, or why not: then only <see cref="Detail"/> holds anything more.</summary>
    public Code Code { get; init; }

    /// <summary>The number that the code speaks of.</summary>
    public long Detail { get; init; }

    /// <summary>Of a chunk that was stored: whether it was there before.</summary>
    public bool WasThere { get; init; }

    /// <summary>Of a chunk that was read: its bytes, unless its length was enough.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Of a chunk that was read: its length.</summary>
    public int SizeBytes { get; init; }

    /// <summary>Of addresses that were asked for: those that are not there, in the order of the request.</summary>
    public IReadOnlyList<BlobAddress> Missing { get; init; } = [];

    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.BlobAnswered).Varint(Request).Code(Code).Varint(Detail).Flag(WasThere).Block(Bytes)
        .Varint(SizeBytes).List(Missing, static (writer, address) => writer.Address(address));

    internal static BlobAnswered Read(ref RoleReader reader) => new()
    {
        Request = reader.Number(),
        Code = reader.Code(),
        Detail = reader.Number(),
        WasThere = reader.Flag(),
        Bytes = reader.Block(),
        SizeBytes = reader.Count(),
        Missing = reader.List(BlobAddress.Length, static (ref RoleReader reader) => reader.Address()),
    };
}
