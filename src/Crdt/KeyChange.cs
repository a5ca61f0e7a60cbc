namespace Tacit.Crdt;

/// <summary>What a transaction did to one key of a map, or one attribute of an element.</summary>
/// <param name="Action">Whether it was added, changed or deleted.</param>
/// <param name="OldValue">The value before; <see cref="Any.Undefined"/> when it was added.</param>
public readonly record struct KeyChange(KeyAction Action, Any OldValue);
