namespace Tacit.Wire;

/// <summary>What a node of a cluster does.</summary>
public enum NodeRole : byte
{
    /// <summary>Holds connections of clients.</summary>
    Front = 1,

    /// <summary>Owns channels.</summary>
    Core = 2,

    /// <summary>Keeps what was committed.</summary>
    Storage = 3,

    /// <summary>A person's command: asks about nodes, and is none of the cluster's.</summary>
    Operator = 4,
}
