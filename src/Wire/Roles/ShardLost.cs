namespace Tacit.Wire.Roles;

/// <summary>
/// Core to front: this core serves a shard no more and has forgotten its sessions. What they appended and was not
/// answered is to be sent to the next owner: appended twice it is stored once.
/// </summary>
/// <param name="Shard">The shard.</param>
/// <param name="Owner">Which core serves it; null if it is free or this core does not know.</param>
/// <param name="Token">The newest token that this core knows, with which another can take over.</param>
public sealed record ShardLost(Shard Shard, NodeId? Owner, long Token) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.ShardLost).Shard(Shard).OptionalNode(Owner).Varint(Token);

    internal static ShardLost Read(ref RoleReader reader) =>
        new(reader.Shard(), reader.OptionalNode(), reader.Number());
}
