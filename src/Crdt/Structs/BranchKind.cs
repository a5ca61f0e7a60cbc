namespace Tacit.Crdt.Structs;

/// <summary>Which shared type a branch is; the numbers are those on the wire.</summary>
internal enum BranchKind
{
    /// <summary>A root type that has been written to by others and not yet been asked for by name and kind.</summary>
    Unknown = -1,
    Array = 0,
    Map = 1,
    Text = 2,
    XmlElement = 3,
    XmlFragment = 4,
    XmlHook = 5,
    XmlText = 6,
}
