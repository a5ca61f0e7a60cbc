namespace Tacit.Seal;

/// <summary>What an ephemeral message carries. Source: docs/protocol/entry.md §2.8.</summary>
public enum EphemeralType : byte
{
    /// <summary>An awareness update of y-protocols.</summary>
    Awareness = 1,

    /// <summary>The sender's view of the channel, for §2.9.</summary>
    View = 2,

    /// <summary>The layer's own.</summary>
    Message = 3,
}
