namespace Tacit.Wire;

/// <summary>One life of a core: who may hold the lease on a shard. The default value is nobody.</summary>
/// <param name="Node">Which core.</param>
/// <param name="Instance">
/// Drawn at random when it starts, never 0: a core that was started again has nothing of what it held before.
/// </param>
public readonly record struct LeaseHolder(NodeId Node, ulong Instance)
{
    /// <summary>Whether this is nobody.</summary>
    public bool IsNobody => Instance == 0;

    /// <summary>The node's name and the instance, or <c>nobody</c>.</summary>
    public override string ToString() => IsNobody ? "nobody" : $"{Node}/{Instance:x16}";
}
