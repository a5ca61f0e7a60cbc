namespace Tacit.Wire.Roles;

/// <summary>
/// Core to front: this core is about to end and gives back its shards one by one. It is not to be asked for any more
/// over this link.
/// </summary>
public sealed record CoreLeaving : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer.Type(RoleMessageType.CoreLeaving);

    internal static CoreLeaving Read() => new();
}
