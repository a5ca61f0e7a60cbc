namespace Tacit.Wire.Roles;

/// <summary>Storage to core: what became of the entries of a <see cref="StoreEntries"/>.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Results">One for each entry, in their order.</param>
public sealed record EntriesStored(long Request, IReadOnlyList<StoredResult> Results) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.EntriesStored).Varint(Request).List(
            Results,
            static (writer, result) => writer.Code(result.Code).Varint(result.Seq).Varint(result.Detail)
                .Flag(result.WasThere));

    internal static EntriesStored Read(ref RoleReader reader) => new(reader.Number(), reader.List(
        4,
        static (ref RoleReader reader) => new StoredResult(
            reader.Code(), reader.Number(), reader.Number(), reader.Flag())));
}

/// <summary>What became of one entry.</summary>
/// <param name="Code"><see cref="Code.None"/> if it is durable; else why not.</param>
/// <param name="Seq">Its place.</param>
/// <param name="Detail">The number that the code speaks of.</param>
/// <param name="WasThere">Whether it was durable before.</param>
public readonly record struct StoredResult(Code Code, long Seq, long Detail, bool WasThere);
