namespace Tacit.Wire.Roles;

/// <summary>Front to core: a session leaves a channel, or its connection ended.</summary>
/// <param name="Session">The session.</param>
/// <param name="Channel">The channel.</param>
public sealed record LeaveChannel(long Session, ChannelId Channel) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.LeaveChannel).Varint(Session).ChannelId(Channel);

    internal static LeaveChannel Read(ref RoleReader reader) => new(reader.Number(), reader.Channel());
}
