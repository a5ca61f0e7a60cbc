namespace Tacit.Wire.Roles;

/// <summary>
/// Front to core: another core would rather serve a shard. The core finishes what is in flight, gives the shard back,
/// and tells all fronts that are in it by <see cref="ShardLost"/>.
/// </summary>
/// <param name="Shard">The shard.</param>
public sealed record YieldShard(Shard Shard) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.YieldShard).Shard(Shard);

    internal static YieldShard Read(ref RoleReader reader) => new(reader.Shard());
}
