using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// The leases of all shards, in memory: for logs that only one process has open. It decides; to make what it decided
/// durable is the log's, which also guards it.
/// </summary>
/// <param name="duration">How long a lease runs.</param>
/// <param name="tokenFloor">Tokens that are granted are greater than this.</param>
/// <param name="time">Its monotonic timestamps tell what ran out: a wall clock that jumps does not matter.</param>
public sealed class LeaseTable(TimeSpan duration, long tokenFloor, TimeProvider time)
{
    /// <summary>
    /// By how much tokens rise when a backup becomes another log: more than were granted since it was made.
    /// </summary>
    public const long TokenJump = 1L << 32;

    private readonly long[] _tokens = new long[Shard.Count];
    private readonly LeaseHolder[] _holders = new LeaseHolder[Shard.Count];
    private readonly long[] _renewed = new long[Shard.Count];

    /// <summary>Whether an entry may be appended under its token; else it is refused with <see cref="Code.Fenced"/>.
    /// </summary>
    public bool Admits(in PendingAppend pending) => pending.Token == TokenOf(pending.Channel);

    /// <summary>The newest token that was granted for a channel's shard; 0 if none ever was.</summary>
    public long TokenOf(ChannelId channel) => _tokens[Shard.Of(channel).Index];

    /// <summary>The lease on a shard, as it stands.</summary>
    public Lease Look(Shard shard)
    {
        var at = shard.Index;
        var remaining = _holders[at].IsNobody ? TimeSpan.Zero : duration - time.GetElapsedTime(_renewed[at]);
        return new(shard, _holders[at], _tokens[at], remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining);
    }

    /// <summary>
    /// What <see cref="ILeases.AcquireAsync"/> is to answer, and <see cref="Keep"/> if the holder is the asker. Changes
    /// nothing.
    /// </summary>
    public Lease Judge(Shard shard, LeaseHolder holder, bool takeOver)
    {
        ThrowIfNobody(holder);
        var stands = Look(shard);
        if (stands.Holder == holder)
            return stands with { Remaining = duration };
        return stands.Remaining == TimeSpan.Zero || takeOver
            ? new(shard, holder, Math.Max(stands.Token, tokenFloor) + 1, duration)
            : stands;
    }

    /// <summary>A lease stands from now on, for the whole duration.</summary>
    public void Keep(in Lease lease)
    {
        var at = lease.Shard.Index;
        (_tokens[at], _holders[at], _renewed[at]) = (lease.Token, lease.Holder, time.GetTimestamp());
    }

    /// <inheritdoc cref="ILeases.RenewAsync"/>
    public IReadOnlyList<Lease> Renew(LeaseHolder holder, IReadOnlyList<Shard> shards)
    {
        foreach (var shard in HeldBy(holder, Shard.All))
            Keep(Look(shard));
        return [.. shards.Select(Look).Where(lease => lease.Holder != holder)];
    }

    /// <summary>Of these shards, those that a holder has: what it can give back. Changes nothing.</summary>
    public Shard[] HeldBy(LeaseHolder holder, IReadOnlyList<Shard> shards)
    {
        ThrowIfNobody(holder);
        return [.. shards.Where(shard => _holders[shard.Index] == holder)];
    }

    /// <summary>Whoever asks for leases must be somebody.</summary>
    /// <exception cref="ArgumentException">It is nobody.</exception>
    public static void ThrowIfNobody(LeaseHolder holder)
    {
        if (holder.IsNobody)
            throw new ArgumentException("Nobody holds no lease.", nameof(holder));
    }
}
