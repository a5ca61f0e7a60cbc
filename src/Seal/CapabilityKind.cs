namespace Tacit.Seal;

/// <summary>What a secret allows. Each contains the next. Source: docs/protocol/keys.md §1.3.</summary>
public enum CapabilityKind : byte
{
    /// <summary>The owner secret: make admins, and all below.</summary>
    Own = 1,

    /// <summary>A write secret: write, and all below.</summary>
    Edit = 2,

    /// <summary>A read secret: read.</summary>
    View = 3,
}
