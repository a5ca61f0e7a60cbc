namespace Tacit.Client;

/// <summary>How a channel stands with its server.</summary>
public enum ChannelState
{
    /// <summary>The server cannot be reached; the next attempt waits.</summary>
    Offline,

    /// <summary>Connecting, joining, or catching up.</summary>
    Connecting,

    /// <summary>Caught up; some entries are not yet acknowledged.</summary>
    Syncing,

    /// <summary>Caught up, and everything written is durable on the server.</summary>
    Saved,

    /// <summary>The server, or the link, says no; nothing is tried again by itself.</summary>
    Refused,

    /// <summary>The server showed a history that cannot be true. Nothing is written any more.</summary>
    Forked,
}
