namespace Tacit.Wire.Roles;

/// <summary>
/// Core to front: what became of a join. After one that succeeded, the front is told of every entry above
/// <see cref="Head"/>, until the session leaves.
/// </summary>
public sealed record ChannelJoined : RoleMessage
{
    /// <summary>The session that asked.</summary>
    public required long Session { get; init; }

    /// <summary>The client's number of its request.</summary>
    public required long Request { get; init; }

    /// <summary>The channel.</summary>
    public required ChannelId Channel { get; init; }

    /// <summary><see cref="Code.None"/>, or why not; then only <see cref="Detail"/> holds anything more.</summary>
    public Code Code { get; init; }

    /// <summary>The number that the code speaks of.</summary>
    public long Detail { get; init; }

    /// <summary>What the session may do.</summary>
    public Role Role { get; init; }

    /// <summary>The channel's descriptor.</summary>
    public ReadOnlyMemory<byte> Descriptor { get; init; }

    /// <summary>This life of the log.</summary>
    public Incarnation Incarnation { get; init; }

    /// <summary>The newest seq.</summary>
    public long Head { get; init; }

    /// <summary>The current epoch.</summary>
    public long Epoch { get; init; }

    /// <summary>The newest counter of the session's author.</summary>
    public long LastCounter { get; init; }

    /// <summary>Bytes that the channel uses.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Bytes that it may use; 0 for no limit.</summary>
    public long SizeMaxBytes { get; init; }

    /// <summary>Whether the join made the channel.</summary>
    public bool Created { get; init; }

    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer
        .Type(RoleMessageType.ChannelJoined).Varint(Session).Varint(Request).ChannelId(Channel)
        .Code(Code).Varint(Detail).Varint((int)Role).Block(Descriptor).Incarnation(Incarnation)
        .Varint(Head).Varint(Epoch).Varint(LastCounter).Varint(SizeBytes).Varint(SizeMaxBytes).Flag(Created);

    internal static ChannelJoined Read(ref RoleReader reader) => new()
    {
        Session = reader.Number(),
        Request = reader.Number(),
        Channel = reader.Channel(),
        Code = reader.Code(),
        Detail = reader.Number(),
        Role = reader.Member<Role>(),
        Descriptor = reader.Block(),
        Incarnation = reader.Incarnation(),
        Head = reader.Number(),
        Epoch = reader.Number(),
        LastCounter = reader.Number(),
        SizeBytes = reader.Number(),
        SizeMaxBytes = reader.Number(),
        Created = reader.Flag(),
    };
}
