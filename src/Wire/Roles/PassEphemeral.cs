namespace Tacit.Wire.Roles;

/// <summary>Front to core, and core to fronts: a sealed message to all who are live in a channel.</summary>
/// <param name="Session">Who sent it: 0 unless it was a session of the front that is told.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Message">The sealed message.</param>
public sealed record PassEphemeral(long Session, ChannelId Channel, ReadOnlyMemory<byte> Message) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.PassEphemeral).Varint(Session).ChannelId(Channel).Block(Message);

    internal static PassEphemeral Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.Block());
}
