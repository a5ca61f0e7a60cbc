namespace Tacit.Crdt;

/// <summary>What happened to a key.</summary>
public enum KeyAction
{
    /// <summary>It had no value and has one.</summary>
    Add,

    /// <summary>It had a value and has another.</summary>
    Update,

    /// <summary>It had a value and has none.</summary>
    Delete,
}
