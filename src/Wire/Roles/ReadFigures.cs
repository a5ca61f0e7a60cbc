namespace Tacit.Wire.Roles;

/// <summary>
/// Any node to any that it is linked to: say how you are doing, for a person who looks. Answered by
/// <see cref="FiguresRead"/>.
/// </summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="WithPeers">Whether the nodes linked to the asked one are asked too.</param>
public sealed record ReadFigures(long Request, bool WithPeers) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.ReadFigures).Varint(Request).Flag(WithPeers);

    internal static ReadFigures Read(ref RoleReader reader) => new(reader.Number(), reader.Flag());
}

/// <summary>How nodes are doing.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Pages">One for each node that answered; the one that was asked is among them.</param>
public sealed record FiguresRead(long Request, IReadOnlyList<FiguresPage> Pages) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.FiguresRead).Varint(Request).List(
            Pages, static (writer, page) => writer.Node(page.Node).Block(page.Text));

    internal static FiguresRead Read(ref RoleReader reader) => new(reader.Number(), reader.List(
        3, static (ref RoleReader reader) => new FiguresPage(reader.Node(), reader.Block())));
}

/// <summary>What a node counts.</summary>
/// <param name="Node">Which node.</param>
/// <param name="Text">Its metrics page, UTF-8.</param>
public readonly record struct FiguresPage(NodeId Node, ReadOnlyMemory<byte> Text);
