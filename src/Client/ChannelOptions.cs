namespace Tacit.Client;

/// <summary>How a channel is opened.</summary>
public sealed record ChannelOptions
{
    /// <summary>For links that need one.</summary>
    public string? Password { get; init; }

    /// <summary>What others see of this device: at most 64 bytes of UTF-8. May be empty.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether to read only, although the link may allow more: no author is made.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>
    /// Whether reading begins after what was saved with <see cref="Channel.SaveAsync"/>, and not at the channel's
    /// beginning. Needs a data folder.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Whether superseded entries are read too, as far as the server keeps them.</summary>
    public bool History { get; init; }

    /// <summary>
    /// Whether events are kept for <see cref="Channel.ReadAsync"/>; without it, a program that only writes holds
    /// nothing.
    /// </summary>
    public bool Reads { get; init; } = true;
}
