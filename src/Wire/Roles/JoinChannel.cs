using Tacit.Wire.Frames;

namespace Tacit.Wire.Roles;

/// <summary>
/// Front to core: a client asks to join. Answered by <see cref="ChannelJoined"/>, or by <see cref="NotOwner"/>.
/// </summary>
/// <param name="Session">
/// The front's number for the client's part in the channel with this core, never used twice.
/// </param>
/// <param name="Join">What the client sent.</param>
/// <param name="Challenge">What the proof must sign, 32 bytes.</param>
/// <param name="Audience">The host the client called. Source: docs/protocol/keys.md §1.5.</param>
/// <param name="MayCreate">Whether the client's address may make another channel now.</param>
/// <param name="TakeOver">
/// The token of an owner that this front cannot reach: if the shard is still held under it, the core takes it over; 0
/// to take it from nobody.
/// </param>
public sealed record JoinChannel(
    long Session,
    Join Join,
    ReadOnlyMemory<byte> Challenge,
    string Audience,
    bool MayCreate,
    long TakeOver) : RoleMessage
{
    // A host name is shorter, and comes from an HTTP header that has a limit.
    private const int AudienceSizeMax = 64 * 1024;

    /// <inheritdoc />
    public override void Write(WireWriter writer)
    {
        writer.Type(RoleMessageType.JoinChannel).Varint(Session).Block(Challenge).String(Audience).Flag(MayCreate)
            .Varint(TakeOver);
        Join.Write(writer);
    }

    internal static JoinChannel? Read(ref RoleReader reader)
    {
        var (session, challenge) = (reader.Number(), reader.Block());
        var (audience, mayCreate) = (reader.Text(AudienceSizeMax), reader.Flag());
        var takeOver = reader.Number();
        return reader.ClientFrame() is Join join
            ? new(session, join, challenge, audience, mayCreate, takeOver)
            : null;
    }
}
