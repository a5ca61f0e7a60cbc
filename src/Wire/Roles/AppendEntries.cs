namespace Tacit.Wire.Roles;

/// <summary>
/// Front to core: a session appends, in this order. Each entry is answered once, by <see cref="EntriesCommitted"/> or
/// <see cref="EntryAnswered"/>; none once the session is not in the channel any more, of which the front was told.
/// </summary>
/// <param name="Session">The session.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Entries">Whole entries.</param>
public sealed record AppendEntries(
    long Session, ChannelId Channel, IReadOnlyList<ReadOnlyMemory<byte>> Entries) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.AppendEntries).Varint(Session).ChannelId(Channel)
        .List(Entries, static (writer, entry) => writer.Block(entry));

    internal static AppendEntries Read(ref RoleReader reader) =>
        new(reader.Number(), reader.Channel(), reader.List(1, static (ref RoleReader reader) => reader.Block()));
}
