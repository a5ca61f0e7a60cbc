namespace Tacit.Wire.Roles;

/// <summary>
/// Operator to any node: measure the round trips of your links. Answered by <see cref="LinksMeasured"/>.
/// </summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Count">How many round trips on each link, from 1.</param>
public sealed record MeasureLinks(long Request, int Count) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.MeasureLinks).Varint(Request).Varint(Count);

    internal static MeasureLinks Read(ref RoleReader reader) => new(reader.Number(), reader.Count());
}

/// <summary>Any node to an operator: how long round trips take on its links.</summary>
/// <param name="Request">The asker's number of the request.</param>
/// <param name="Links">One for each link that stands.</param>
public sealed record LinksMeasured(long Request, IReadOnlyList<LinkMeasured> Links) : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.LinksMeasured).Varint(Request).List(
            Links,
            static (writer, link) => writer.Node(link.Peer).Varint(link.MedianMicroseconds)
                .Varint(link.NinetyNinthMicroseconds));

    internal static LinksMeasured Read(ref RoleReader reader) => new(reader.Number(), reader.List(
        4, static (ref RoleReader reader) => new LinkMeasured(reader.Node(), reader.Number(), reader.Number())));
}

/// <summary>How long round trips take on a link.</summary>
/// <param name="Peer">To whom.</param>
/// <param name="MedianMicroseconds">Half of them take no longer.</param>
/// <param name="NinetyNinthMicroseconds">99 of 100 take no longer.</param>
public readonly record struct LinkMeasured(NodeId Peer, long MedianMicroseconds, long NinetyNinthMicroseconds);
