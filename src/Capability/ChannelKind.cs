namespace Tacit.Capability;

/// <summary>
/// What a channel is used for. 3 to 6 are reserved and not yet accepted. Source: docs/protocol/keys.md §1.2.
/// </summary>
public enum ChannelKind : byte
{
    /// <summary>A Yjs document.</summary>
    Pad = 1,

    /// <summary>A sequence of messages.</summary>
    Log = 2,
}
