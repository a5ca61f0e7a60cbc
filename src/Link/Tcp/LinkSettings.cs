namespace Tacit.Link.Tcp;

/// <summary>
/// How links over TCP behave. Nodes may differ here, as long as a heartbeat of each comes several times within the
/// other's <see cref="DeadAfter"/>.
/// </summary>
public sealed record LinkSettings
{
    /// <summary>The most bytes of one message: a batch to store has 8 MiB and one message of a client.</summary>
    public const int MessageSizeMax = 64 * 1024 * 1024;

    /// <summary>How often each side says that it is there.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long nothing may be heard before a link is given up.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it may take to connect, and how long to agree on who is who.</summary>
    public TimeSpan ConnectWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The shortest wait before connecting again; it doubles, and is drawn at random up to that.</summary>
    public TimeSpan RetryMin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait before connecting again.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long all peers may refuse a node that had no link yet before it gives up. Longer than
    /// <see cref="DeadAfter"/>: a node that is started again may find its former self still counted as there.
    /// </summary>
    public TimeSpan RefusedMax { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Bytes that wait to be sent towards the storages; who sends more waits.</summary>
    public int RequestsSizeMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes that wait to be sent towards the fronts. Nothing that flows that way waits: a peer that does not take it
    /// loses its link.
    /// </summary>
    public int AnswersSizeMax { get; init; } = 256 * 1024 * 1024;
}
