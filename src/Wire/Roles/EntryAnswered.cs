namespace Tacit.Wire.Roles;

/// <summary>Core to front: an append was refused, or had been committed before.</summary>
/// <param name="Session">Who appended.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Counter">The entry's counter; 0 if it could not be read.</param>
/// <param name="Seq">Where the entry is, if it was there already; else 0.</param>
/// <param name="Code">Why it was refused, or <see cref="Code.None"/>.</param>
/// <param name="Detail">The number that the code speaks of.</param>
/// <param name="SizeBytes">The size of what was appended, for the sender's window.</param>
public sealed record EntryAnswered(
    long Session, ChannelId Channel, long Counter, long Seq, Code Code, long Detail, int SizeBytes) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.EntryAnswered).Varint(Session).ChannelId(Channel).Varint(Counter).Varint(Seq)
        .Code(Code).Varint(Detail).Varint(SizeBytes);

    internal static EntryAnswered Read(ref RoleReader reader) => new(
        reader.Number(), reader.Channel(), reader.Number(), reader.Number(), reader.Code(), reader.Number(),
        reader.Count());
}
