namespace Tacit.Wire.Roles;

/// <summary>Front to core, and core to storage: read a page. Answered by <see cref="EntriesRead"/>.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Channel">The channel.</param>
/// <param name="After">Only entries with a seq above this.</param>
/// <param name="Clock">Only entries above this clock; null for all.</param>
/// <param name="History">Whether superseded entries are wanted too.</param>
/// <param name="SizeMaxBytes">About how many bytes.</param>
public sealed record ReadEntries(
    long Request, ChannelId Channel, long After, VectorClock? Clock, bool History, int SizeMaxBytes) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.ReadEntries).Varint(Request).ChannelId(Channel).Varint(After).OptionalClock(Clock)
        .Flag(History).Varint(SizeMaxBytes);

    internal static ReadEntries Read(ref RoleReader reader) => new(
        reader.Number(), reader.Channel(), reader.Number(), reader.OptionalClock(), reader.Flag(), reader.Count());
}
