namespace Tacit.Faults.Load;

/// <summary>How much is going on while a fault happens.</summary>
internal sealed record LoadShape
{
    /// <summary>How many channels.</summary>
    public int Channels { get; init; } = 50;

    /// <summary>How many clients each channel has; each has a connection of its own.</summary>
    public int ClientsPerChannel { get; init; } = 4;

    /// <summary>The longest a client thinks between two appends: half of it on average.</summary>
    public TimeSpan ThinkMax { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Far more than recovery takes: what hangs fails, and nothing waits for it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(120);
}
