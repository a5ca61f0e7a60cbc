namespace Tacit.Crdt.Structs;

/// <summary>Sub-documents that a transaction brought, asked to be loaded, or removed.</summary>
internal sealed class SubDocChanges
{
    public HashSet<Doc> Added { get; } = [];

    public HashSet<Doc> Loaded { get; } = [];

    public HashSet<Doc> Removed { get; } = [];

    public bool Any => Added.Count + Loaded.Count + Removed.Count > 0;
}
