namespace Tacit.Wire.Roles;

/// <summary>Core to storage: what is known of a channel? Answered by <see cref="ChannelFound"/>.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Author">Whose last counter to look up; the default for nobody's.</param>
/// <param name="Descriptor">To make the channel with if it is not there; null not to make it.</param>
public sealed record FindChannel(
    long Request, ChannelId Channel, AuthorId Author, ReadOnlyMemory<byte>? Descriptor) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.FindChannel).Varint(Request).ChannelId(Channel).AuthorId(Author)
        .OptionalBlock(Descriptor);

    internal static FindChannel Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.Author(), reader.OptionalBlock());
}
