namespace Tacit.Wire.Roles;

/// <summary>Core to storage: its leases are to run on. Answered by <see cref="LeasesRenewed"/>.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Holder">Who asks.</param>
/// <param name="Shards">All shards that it believes to hold.</param>
public sealed record RenewLeases(long Request, LeaseHolder Holder, IReadOnlyList<Shard> Shards) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.RenewLeases).Varint(Request).Holder(Holder)
        .List(Shards, static (writer, shard) => writer.Shard(shard));

    internal static RenewLeases Read(ref RoleReader reader) => new(
        reader.Number(), reader.Holder(), reader.List(1, static (ref RoleReader reader) => reader.Shard()));
}

/// <summary>Storage to core: what of its leases it has lost.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Code"><see cref="Code.None"/>, or why nothing is known.</param>
/// <param name="Lost">The shards that are not the asker's, and whose they are.</param>
public sealed record LeasesRenewed(long Request, Code Code, IReadOnlyList<LostLease> Lost) : RoleMessage
{
    // Shard, nobody, token.
    private const int LostSizeMin = 1 + sizeof(ulong) + 1;

    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.LeasesRenewed).Varint(Request).Code(Code).List(
            Lost,
            static (writer, lease) => writer.Shard(lease.Shard).Holder(lease.Holder).Varint(lease.Token));

    internal static LeasesRenewed Read(ref RoleReader reader) => new(reader.Number(), reader.Code(), reader.List(
        LostSizeMin,
        static (ref RoleReader reader) => new LostLease(reader.Shard(), reader.Holder(), reader.Number())));
}

/// <summary>A lease that its holder has no more.</summary>
/// <param name="Shard">On which shard.</param>
/// <param name="Holder">Who has it now; nobody if it was given back.</param>
/// <param name="Token">The newest token that was granted.</param>
public readonly record struct LostLease(Shard Shard, LeaseHolder Holder, long Token);
