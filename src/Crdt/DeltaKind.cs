namespace Tacit.Crdt;

/// <summary>What one step of a delta does.</summary>
public enum DeltaKind
{
    /// <summary>Puts something here.</summary>
    Insert,

    /// <summary>Leaves elements as they are, or changes only their attributes.</summary>
    Retain,

    /// <summary>Takes elements away.</summary>
    Delete,
}
