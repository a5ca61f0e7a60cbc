namespace Tacit.Wire.Roles;

/// <summary>Core to front: an ephemeral message was not passed on.</summary>
/// <param name="Session">Who sent it.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Code">Why.</param>
public sealed record EphemeralRefused(long Session, ChannelId Channel, Code Code) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.EphemeralRefused).Varint(Session).ChannelId(Channel).Code(Code);

    internal static EphemeralRefused Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.Code());
}
