namespace Tacit.Wire.Roles;

/// <summary>
/// Core to front: new entries of a channel are durable, at consecutive seqs. For each channel these come in order of
/// seq.
/// </summary>
/// <param name="Channel">The channel.</param>
/// <param name="FirstSeq">The seq of the first.</param>
/// <param name="Entries">The entries, from one up.</param>
public sealed record EntriesCommitted(
    ChannelId Channel, long FirstSeq, IReadOnlyList<CommittedEntry> Entries) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.EntriesCommitted).ChannelId(Channel).Varint(FirstSeq).List(
            Entries, static (writer, entry) => writer.Varint(entry.Session).Varint(entry.Counter).Block(entry.Bytes));

    internal static EntriesCommitted Read(ref RoleReader reader) => new(reader.Channel(), reader.Number(), reader.List(
        3, static (ref RoleReader reader) => new CommittedEntry(reader.Number(), reader.Number(), reader.Block())));
}

/// <summary>An entry that is durable.</summary>
/// <param name="Session">Who appended it: 0 unless it was a session of the front that is told.</param>
/// <param name="Counter">Its counter.</param>
/// <param name="Bytes">The whole entry.</param>
public readonly record struct CommittedEntry(long Session, long Counter, ReadOnlyMemory<byte> Bytes);
