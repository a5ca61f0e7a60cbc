namespace Tacit.Wire.Roles;

/// <summary>Storage to core, and core to front: a page.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Code"><see cref="Code.None"/>, or why nothing was read.</param>
/// <param name="Entries">Entries in order of seq.</param>
/// <param name="UpTo">Up to this seq nothing that was asked for is missing.</param>
/// <param name="Head">The channel's newest seq when it was read.</param>
public sealed record EntriesRead(
    long Request, Code Code, IReadOnlyList<ReadEntry> Entries, long UpTo, long Head) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.EntriesRead).Varint(Request).Code(Code)
        .List(Entries, static (writer, entry) => writer.Varint(entry.Seq).Block(entry.Bytes)).Varint(UpTo).Varint(Head);

    internal static EntriesRead Read(ref RoleReader reader) => new(
        reader.Number(),
        reader.Code(),
        reader.List(2, static (ref RoleReader reader) => new ReadEntry(reader.Number(), reader.Block())),
        reader.Number(),
        reader.Number());
}

/// <summary>An entry at its place.</summary>
/// <param name="Seq">From 1.</param>
/// <param name="Bytes">The whole entry.</param>
public readonly record struct ReadEntry(long Seq, ReadOnlyMemory<byte> Bytes);
