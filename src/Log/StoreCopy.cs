using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// Copies all channels of a store into another, and compares each with what it was copied from. Done again it goes on
/// from where it was interrupted, and brings what was appended since.
/// </summary>
/// <param name="from">What to copy.</param>
/// <param name="to">Where to. What else it holds stays.</param>
public sealed class StoreCopy(IChannelImages from, IChannelImages to)
{
    // A source that is written meanwhile may be between two of its own states.
    private const int TryMax = 5;

    /// <summary>Copies what is missing or differs.</summary>
    /// <param name="progress">Told after each channel.</param>
    /// <param name="cancellationToken">Gives up; what was copied stays.</param>
    /// <exception cref="StoreCopyException">
    /// The target has something of a channel that the source lacks, or does not give back what was put in.
    /// </exception>
    /// <exception cref="IOException">A store does not answer.</exception>
    public Task<CopyProgress> CopyAsync(IProgress<CopyProgress>? progress, CancellationToken cancellationToken) =>
        GoThroughAsync(CopyAsync, progress, cancellationToken);

    /// <summary>Compares only: every channel of the source must be in the target, the same in everything.</summary>
    /// <exception cref="StoreCopyException">One is not.</exception>
    /// <inheritdoc cref="CopyAsync(IProgress{CopyProgress}?, CancellationToken)"/>
    public Task<CopyProgress> VerifyAsync(IProgress<CopyProgress>? progress, CancellationToken cancellationToken) =>
        GoThroughAsync(VerifyAsync, progress, cancellationToken);

    private async Task<CopyProgress> GoThroughAsync(
        Func<ChannelId, CancellationToken, Task<(bool IsCopied, long Entries, long Bytes)>> act,
        IProgress<CopyProgress>? progress,
        CancellationToken cancellationToken)
    {
        var channels = await from.ListAsync(cancellationToken);
        var done = new CopyProgress(channels.Count, 0, 0, 0, 0);
        foreach (var channel in channels)
        {
            var (isCopied, entries, bytes) = await act(channel, cancellationToken);
            done = new(
                channels.Count,
                done.Done + 1,
                done.Copied + (isCopied ? 1 : 0),
                done.EntryCount + entries,
                done.SizeBytes + bytes);
            progress?.Report(done);
        }

        return done;
    }

    private async Task<(bool IsCopied, long Entries, long Bytes)> CopyAsync(
        ChannelId channel, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var source = await ReadAsync(channel, cancellationToken);
            var target = await to.ReadImageAsync(channel, cancellationToken);
            var digest = source.Digest();
            if (target is not null && digest.AsSpan().SequenceEqual(target.Digest()))
                return (tried > 1, source.Entries.Count, source.SizeBytes);
            if (tried > TryMax)
                throw new StoreCopyException($"channel {channel.ToHex()} was written, and reads differently since");
            if (target is not null)
                ThrowIfAhead(source, target);
            await to.WriteAsync(source, cancellationToken);
        }
    }

    private async Task<(bool IsCopied, long Entries, long Bytes)> VerifyAsync(
        ChannelId channel, CancellationToken cancellationToken)
    {
        var source = await ReadAsync(channel, cancellationToken);
        var target = await to.ReadImageAsync(channel, cancellationToken)
            ?? throw new StoreCopyException($"channel {channel.ToHex()} is missing; copy again");
        if (!source.Digest().AsSpan().SequenceEqual(target.Digest()))
            throw new StoreCopyException($"channel {channel.ToHex()} differs; copy again");
        return (false, source.Entries.Count, source.SizeBytes);
    }

    private async Task<ChannelImage> ReadAsync(ChannelId channel, CancellationToken cancellationToken) =>
        await from.ReadImageAsync(channel, cancellationToken)
            ?? throw new StoreCopyException($"channel {channel.ToHex()} went away while it was copied");

    // To replace it would lose entries: it was served since it was copied, or is another store's.
    private static void ThrowIfAhead(ChannelImage source, ChannelImage target)
    {
        var counters = source.Authors.ToDictionary(author => author.Id, author => author.LastCounter);
        if (target.Head > source.Head
            || target.Authors.Any(author => author.LastCounter > counters.GetValueOrDefault(author.Id)))
        {
            throw new StoreCopyException(
                $"channel {source.Id.ToHex()} has entries in the target that the source lacks; nothing of it was "
                + "changed; has the target been served since?");
        }
    }
}

/// <summary>How far a copy is.</summary>
/// <param name="ChannelCount">Channels of the source.</param>
/// <param name="Done">How many of these are the same in the target now.</param>
/// <param name="Copied">How many of these had to be copied.</param>
/// <param name="EntryCount">Entries of the channels that are done.</param>
/// <param name="SizeBytes">Their bytes.</param>
public readonly record struct CopyProgress(long ChannelCount, long Done, long Copied, long EntryCount, long SizeBytes);

/// <summary>A copy cannot go on. What was copied so far stays, and nothing was lost.</summary>
/// <param name="message">Which channel, what is wrong, and what to do; in lower case, without a full stop.</param>
public sealed class StoreCopyException(string message) : Exception(message);
