namespace Tacit.Log;

/// <summary>What a log knows of a channel.</summary>
public sealed class ChannelState
{
    /// <summary>The channel's descriptor, as it was made with.</summary>
    public required ReadOnlyMemory<byte> Descriptor { get; init; }

    /// <summary>The newest seq; 0 while there is none.</summary>
    public required long Head { get; init; }

    /// <summary>The current epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>All EPOCH entries, oldest first: whole entries, as stored.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> EpochEntries { get; init; }

    /// <summary>Bytes of all stored entries.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>The most bytes the channel may use; 0 for no limit.</summary>
    public required long SizeMaxBytes { get; init; }

    /// <summary>The newest counter of the author that was asked for; 0 if the log has no entry of it.</summary>
    public required long LastCounter { get; init; }
}
