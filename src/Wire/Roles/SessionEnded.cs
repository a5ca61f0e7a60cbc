namespace Tacit.Wire.Roles;

/// <summary>Core to front: a session is no longer in a channel, though it did not leave.</summary>
/// <param name="Session">The session.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Code">Why.</param>
public sealed record SessionEnded(long Session, ChannelId Channel, Code Code) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.SessionEnded).Varint(Session).ChannelId(Channel).Code(Code);

    internal static SessionEnded Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.Code());
}
