using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// The entries of all channels that a server holds, and the single authority on what is appended to them.
/// An entry is ciphertext, and no log looks inside one: it reads the header (entry.md §2.1) and nothing more.
/// </summary>
/// <remarks>
/// Every log keeps the promises of docs/protocol/log.md, and <c>tests/Log.Contract</c> holds each of them to these.
/// Every member may be called from any thread. A store that turns out to be damaged throws
/// <see cref="LogDamagedException"/> from then on: better stopped than wrong.
/// </remarks>
public interface ILog : IAsyncDisposable
{
    /// <summary>This life of the log: seqs are comparable only within it. Source: log.md §3.6.</summary>
    Incarnation Incarnation { get; }

    /// <summary>Who may append to which shard.</summary>
    ILeases Leases { get; }

    /// <summary>What the log knows of a channel; null if it does not have it.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="author">Whose last counter to look up; the default for nobody's.</param>
    /// <param name="cancellationToken">Gives up the read.</param>
    ValueTask<ChannelState?> FindAsync(ChannelId channel, AuthorId author, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a channel, durably, if the log does not have it. Making one that is there changes nothing.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="descriptor">Its descriptor: bytes to the log, checked by the caller.</param>
    /// <param name="cancellationToken">Gives up waiting. The channel may be made all the same.</param>
    /// <returns><see cref="Code.None"/>, or why not: the store is full or does not answer.</returns>
    ValueTask<Code> CreateAsync(
        ChannelId channel, ReadOnlyMemory<byte> descriptor, CancellationToken cancellationToken);

    /// <summary>
    /// Appends entries in one transaction, judging each by the append rule (log.md §3.2) after those before it. One
    /// whose token is not the newest of its shard is refused first, with <see cref="Code.Fenced"/> and that token.
    /// When the task completes, what was accepted is durable.
    /// </summary>
    /// <param name="batch">Entries of any channels. The log does not keep the memory.</param>
    /// <param name="cancellationToken">Gives up waiting. The entries may be in the log all the same.</param>
    /// <returns>A result for each entry, in the order of the batch.</returns>
    ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<PendingAppend> batch, CancellationToken cancellationToken);

    /// <summary>Reads entries in order of seq: none once the reader has caught up.</summary>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellationToken">Gives up the read.</param>
    /// <returns>A page; an empty one with <see cref="Page.Head"/> 0 for a channel that the log does not have.</returns>
    ValueTask<Page> ReadAsync(ReadQuery query, CancellationToken cancellationToken);

    /// <summary>Removes for good what log.md §3.5 lets go, in all channels.</summary>
    /// <returns>How much was removed.</returns>
    ValueTask<Trimmed> TrimAsync(CancellationToken cancellationToken);

    /// <summary>What the log holds altogether.</summary>
    ValueTask<LogUsage> MeasureAsync(CancellationToken cancellationToken);
}
