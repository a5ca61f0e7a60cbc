using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// Who may append to which shard: the fence that keeps two cores from both writing. Source: docs/protocol/log.md §3.8.
/// </summary>
/// <remarks>
/// A lease that ran out stays with its holder until somebody else asks for it: what fences is the token, not the time.
/// Tokens are durable and only grow, also when the store is opened again; then each lease runs for its whole duration
/// once more. A store that does not answer throws <see cref="IOException"/>; then nothing was changed.
/// </remarks>
public interface ILeases
{
    /// <summary>
    /// Asks for a shard. It is granted, under a token greater than all before it, if nobody holds it, if its lease ran
    /// out, or if it is to be taken over. Who holds it already keeps its token, and its lease runs anew.
    /// </summary>
    /// <param name="shard">The shard.</param>
    /// <param name="holder">Who asks; not nobody.</param>
    /// <param name="takeOver">Whether it is taken from whoever holds it.</param>
    /// <param name="cancellationToken">Gives up waiting. The lease may be granted all the same.</param>
    /// <returns>The lease that stands: the asker's if it was granted, else another's.</returns>
    ValueTask<Lease> AcquireAsync(
        Shard shard, LeaseHolder holder, bool takeOver, CancellationToken cancellationToken);

    /// <summary>Lets all leases of a holder run anew, those that ran out too unless another has them.</summary>
    /// <param name="holder">Who asks; not nobody.</param>
    /// <param name="shards">The shards that it believes to hold: only of these it is told what it lost.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Of these shards, the leases that are not the asker's: what it has lost, and to whom.</returns>
    ValueTask<IReadOnlyList<Lease>> RenewAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken);

    /// <summary>
    /// Gives shards back, as far as the holder has them: the next to ask gets them at once. Until then entries under
    /// their tokens are taken: what was on its way is not lost.
    /// </summary>
    /// <param name="holder">Who gives back; not nobody.</param>
    /// <param name="shards">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask ReleaseAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken);
}

/// <summary>The lease on a shard, as it stands at one moment.</summary>
/// <param name="Shard">Of which shard.</param>
/// <param name="Holder">Who has it; nobody if it was given back or never granted.</param>
/// <param name="Token">The newest that was granted; 0 if none ever was.</param>
/// <param name="Remaining">How long it runs if it is not renewed; zero if it ran out.</param>
public readonly record struct Lease(Shard Shard, LeaseHolder Holder, long Token, TimeSpan Remaining);
