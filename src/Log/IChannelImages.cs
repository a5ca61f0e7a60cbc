using Tacit.Wire;

namespace Tacit.Log;

/// <summary>The channels of a stored log, whole: for copying a store into another. Not for a log that serves.</summary>
/// <remarks>A store that does not answer throws <see cref="IOException"/>; then nothing was changed.</remarks>
public interface IChannelImages
{
    /// <summary>All channels, sorted by id.</summary>
    ValueTask<IReadOnlyList<ChannelId>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A channel at one moment; null if the log does not have it.</summary>
    ValueTask<ChannelImage?> ReadImageAsync(ChannelId channel, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a channel in, durably and whole or not at all, in place of what the log had of it. The caller has seen to
    /// it that nothing is lost by that.
    /// </summary>
    ValueTask WriteAsync(ChannelImage image, CancellationToken cancellationToken);
}
