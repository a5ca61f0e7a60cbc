namespace Tacit.Wire.Roles;

/// <summary>Core to front: answers a join of a channel that this core does not serve.</summary>
/// <param name="Session">The session that asked.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Owner">Which core serves its shard; null if this one does not know, or cannot serve now.</param>
/// <param name="Token">The owner's token, with which another core can take over; 0 if it is not known.</param>
public sealed record NotOwner(long Session, ChannelId Channel, NodeId? Owner, long Token) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.NotOwner).Varint(Session).ChannelId(Channel).OptionalNode(Owner).Varint(Token);

    internal static NotOwner Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.OptionalNode(), reader.Number());
}
