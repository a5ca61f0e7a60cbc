using Tacit.Wire.Frames;

namespace Tacit.Wire.Roles;

/// <summary>Front to core: a client asks to join. Answered by <see cref="ChannelJoined"/>.</summary>
/// <param name="Session">The front's number of the client's connection, never used twice.</param>
/// <param name="Join">What the client sent.</param>
/// <param name="Challenge">What the proof must sign, 32 bytes.</param>
/// <param name="Audience">The host the client called. Source: docs/protocol/keys.md §1.5.</param>
/// <param name="MayCreate">Whether the client's address may make another channel now.</param>
public sealed record JoinChannel(
    long Session, Join Join, ReadOnlyMemory<byte> Challenge, string Audience, bool MayCreate) : RoleMessage
{
    // A host name is shorter, and comes from an HTTP header that has a limit.
    private const int AudienceSizeMax = 64 * 1024;

    /// <inheritdoc />
    public override void Write(WireWriter writer)
    {
        writer.Type(RoleMessageType.JoinChannel).Varint(Session).Block(Challenge).String(Audience).Flag(MayCreate);
        Join.Write(writer);
    }

    internal static JoinChannel? Read(ref RoleReader reader)
    {
        var (session, challenge) = (reader.Number(), reader.Block());
        var (audience, mayCreate) = (reader.Text(AudienceSizeMax), reader.Flag());
        return reader.ClientFrame() is Join join ? new(session, join, challenge, audience, mayCreate) : null;
    }
}
