namespace Tacit.Wire.Roles;

/// <summary>Core to storage: gives shards back. Not answered: who asks for them next may also take them over.</summary>
/// <param name="Holder">Who gives back.</param>
/// <param name="Shards">Which.</param>
public sealed record ReleaseLeases(LeaseHolder Holder, IReadOnlyList<Shard> Shards) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.ReleaseLeases).Holder(Holder)
        .List(Shards, static (writer, shard) => writer.Shard(shard));

    internal static ReleaseLeases Read(ref RoleReader reader) =>
        new(reader.Holder(), reader.List(1, static (ref RoleReader reader) => reader.Shard()));
}
