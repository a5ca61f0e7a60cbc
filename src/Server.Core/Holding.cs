using Tacit.Wire;

namespace Tacit.Server.Core;

/// <summary>Whether this core holds a shard.</summary>
/// <param name="Token">Under which token; if another holds it, that one's; 0 if that is not known.</param>
/// <param name="Owner">Which other core holds it; null if none, or if that is not known.</param>
/// <param name="IsHeld">Whether it does.</param>
internal readonly record struct Holding(long Token, NodeId? Owner, bool IsHeld)
{
    /// <summary>This core cannot hold it now.</summary>
    public static Holding Unable { get; }

    /// <summary>It is held.</summary>
    public static Holding Under(long token) => new(token, null, IsHeld: true);

    /// <summary>Another core holds it.</summary>
    public static Holding By(NodeId owner, long token) => new(token, owner, IsHeld: false);
}
