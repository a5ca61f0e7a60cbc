namespace Tacit.Wire;

/// <summary>What an entry is to the log. Source: docs/protocol/entry.md §2.2.</summary>
public enum EntryKind : byte
{
    /// <summary>A change, in the layer's form.</summary>
    Update = 1,

    /// <summary>Stands for all that it covers.</summary>
    Snapshot = 2,

    /// <summary>The layer's message.</summary>
    Message = 3,

    /// <summary>Introduces an author, or renews its right.</summary>
    Grant = 4,

    /// <summary>Opens an epoch.</summary>
    Epoch = 5,

    /// <summary>An author's word that a snapshot holds what it should.</summary>
    Attest = 6,

    /// <summary>The layer's control message.</summary>
    Control = 7,

    /// <summary>A piece of the document of the snapshot that follows in the author's chain.</summary>
    Part = 8,
}
