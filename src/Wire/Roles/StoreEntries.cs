namespace Tacit.Wire.Roles;

/// <summary>
/// Core to storage: append these in one transaction, in this order. Answered by <see cref="EntriesStored"/>.
/// </summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Entries">Entries of any channels.</param>
public sealed record StoreEntries(long Request, IReadOnlyList<EntryToStore> Entries) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.StoreEntries).Varint(Request)
        .List(
            Entries,
            static (writer, entry) => writer.ChannelId(entry.Channel).Block(entry.Bytes).Varint(entry.Token));

    internal static StoreEntries Read(ref RoleReader reader) => new(reader.Number(), reader.List(
        ChannelId.Length + 2,
        static (ref RoleReader reader) => new EntryToStore(reader.Channel(), reader.Block(), reader.Number())));
}

/// <summary>An entry to append.</summary>
/// <param name="Channel">Where.</param>
/// <param name="Bytes">The whole entry.</param>
/// <param name="Token">
/// The token of the lease under which it is appended; where it is not the newest of the shard, the entry is refused
/// with <see cref="Code.Fenced"/>.
/// </param>
public readonly record struct EntryToStore(ChannelId Channel, ReadOnlyMemory<byte> Bytes, long Token);
