namespace Tacit.Wire.Roles;

/// <summary>
/// Operator to core: finish what is in flight, give every shard back, and take no more. Answered by
/// <see cref="CoreDrained"/> when that is done.
/// </summary>
public sealed record DrainCore : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer.Type(RoleMessageType.DrainCore);

    internal static DrainCore Read() => new();
}

/// <summary>Core to operator: nothing is left, and the core can be stopped.</summary>
public sealed record CoreDrained : RoleMessage
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer.Type(RoleMessageType.CoreDrained);

    internal static CoreDrained Read() => new();
}
