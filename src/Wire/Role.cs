namespace Tacit.Wire;

/// <summary>What one who joined a channel may do. Source: docs/protocol/keys.md §1.6.</summary>
public enum Role : byte
{
    /// <summary>Read.</summary>
    Reader = 0,

    /// <summary>Read and append.</summary>
    Writer = 1,

    /// <summary>Read, append, open epochs, remove authors.</summary>
    Admin = 2,
}
