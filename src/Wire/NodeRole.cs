namespace Tacit.Wire;

/// <summary>What a node of a cluster does.</summary>
public enum NodeRole : byte
{
    /// <summary>Holds the connections of clients.</summary>
    Front = 0,

    /// <summary>Owns channels: checks proofs, orders, fans out.</summary>
    Core = 1,

    /// <summary>Commits, reads and trims.</summary>
    Storage = 2,
}
