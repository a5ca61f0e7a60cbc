namespace Tacit.Wire.Roles;

/// <summary>Core to storage: asks for a shard. Answered by <see cref="LeaseStands"/>.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Holder">Who asks.</param>
/// <param name="TakeOver">Whether it is taken from whoever holds it.</param>
public sealed record AcquireLease(long Request, Shard Shard, LeaseHolder Holder, bool TakeOver) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.AcquireLease).Varint(Request).Shard(Shard).Holder(Holder).Flag(TakeOver);

    internal static AcquireLease Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Shard(), reader.Holder(), reader.Flag());
}

/// <summary>Storage to core: who holds a shard, after it was asked for.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Code"><see cref="Code.None"/>, or why nothing is known; then the rest holds nothing.</param>
/// <param name="Holder">Who holds it: the asker, if it was granted.</param>
/// <param name="Token">The newest token that was granted.</param>
public sealed record LeaseStands(long Request, Code Code, LeaseHolder Holder, long Token) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.LeaseStands).Varint(Request).Code(Code).Holder(Holder).Varint(Token);

    internal static LeaseStands Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Code(), reader.Holder(), reader.Number());
}
