namespace Tacit.Log;

/// <summary>How much a log takes, and how long it keeps what is superseded. Source: log.md §3.5, §3.7.</summary>
public sealed record LogSettings
{
    /// <summary>The most bytes of a channel; 0 for no limit. 1 GiB by default.</summary>
    public long ChannelSizeMaxBytes { get; init; } = 1L << 30;

    /// <summary>The most bytes of all channels; 0, the default, for no limit.</summary>
    public long InstanceSizeMaxBytes { get; init; }

    /// <summary>How long superseded entries are kept at least.</summary>
    public TimeSpan KeepSuperseded { get; init; } = TimeSpan.FromHours(24);

    /// <summary>After this time a snapshot counts without attests.</summary>
    public TimeSpan AttestWaitMax { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a lease on a shard runs unless it is renewed. 2 seconds by default.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether nothing is ever trimmed.</summary>
    public bool KeepHistory { get; init; }
}
