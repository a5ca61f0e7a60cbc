using Tacit.Capability;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Core;

/// <summary>
/// Who may join and append: proofs and grants against a channel's keys. Pure: no state, no clock of its own.
/// Source: docs/protocol/keys.md §1.4 to §1.7.
/// </summary>
internal static class Admission
{
    /// <summary>Judges who asks.</summary>
    /// <param name="claim">Who the client says it is.</param>
    /// <param name="keys">The channel's keys.</param>
    /// <param name="isKnown">Whether the log has an entry of the author.</param>
    /// <param name="now">Unix time in seconds.</param>
    public static Admitted Judge(Claim claim, ChannelKeys keys, bool isKnown, long now) => claim.By switch
    {
        ProofBy.ReadKey => JudgeReader(claim, keys),
        ProofBy.OwnerKey => claim.IsProvenBy(keys.Descriptor.OwnerKey.Span)
            ? Admitted.As(Role.Reader)
            : Admitted.Not(Code.ProofFailed),
        ProofBy.AuthorKey => JudgeAuthor(claim, claim.Grant!, keys, isKnown, now),
        _ => Admitted.Not(Code.ProofFailed),
    };

    /// <summary>Judges a grant: the one of a join, or the one that a GRANT entry carries.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="channel">The channel that it must be for.</param>
    /// <param name="keys">The channel's keys.</param>
    /// <param name="isKnown">Whether the log has an entry of the author.</param>
    /// <param name="now">Unix time in seconds.</param>
    public static Admitted JudgeGrant(Grant grant, ChannelId channel, ChannelKeys keys, bool isKnown, long now)
    {
        if (!IsSigned(grant, channel, keys))
            return Admitted.Not(Code.GrantInvalid);
        if (keys.IsRemoved(Authors.IdOf(grant.AuthorKey.Span), out var cut))
            return Admitted.Not(Code.AuthorRemoved, cut);
        if (grant.Expiry != 0 && grant.Expiry <= now)
            return Admitted.Not(Code.GrantExpired, grant.Expiry);

        // An old write key is in every old link: it brings in nobody new.
        if (grant.By == GrantedBy.WriteKey && grant.Epoch < keys.Epoch && !isKnown)
            return Admitted.Not(Code.EpochStale, keys.Epoch);
        return Admitted.As(grant.Role);
    }

    private static Admitted JudgeReader(Claim claim, ChannelKeys keys)
    {
        if (claim.IsProvenBy(keys.ReadKey))
            return Admitted.As(Role.Reader);
        for (var epoch = keys.Epoch - 1; epoch >= 0; epoch--)
        {
            if (claim.IsProvenBy(keys.ReadKeyOf(epoch)))
                return Admitted.Not(Code.EpochStale, keys.Epoch);
        }

        return Admitted.Not(Code.ProofFailed);
    }

    private static Admitted JudgeAuthor(Claim claim, Grant grant, ChannelKeys keys, bool isKnown, long now) =>
        claim.IsProvenBy(grant.AuthorKey.Span)
            ? JudgeGrant(grant, claim.Channel, keys, isKnown, now)
            : Admitted.Not(Code.ProofFailed);

    private static bool IsSigned(Grant grant, ChannelId channel, ChannelKeys keys) => grant.By switch
    {
        GrantedBy.OwnerKey => Grants.Verify(grant, channel, keys.Descriptor.OwnerKey.Span),
        GrantedBy.WriteKey => keys.Descriptor.Policy == AppendPolicy.Writers
            && grant.Role == Role.Writer
            && grant.Epoch <= keys.Epoch
            && Grants.Verify(grant, channel, keys.WriteKeyOf(grant.Epoch)),
        _ => false,
    };
}

/// <summary>The outcome of a judgement.</summary>
/// <param name="Code"><see cref="Code.None"/>, or why not.</param>
/// <param name="Detail">The number that the code speaks of.</param>
/// <param name="Role">What is allowed, if anything.</param>
internal readonly record struct Admitted(Code Code, long Detail, Role Role)
{
    /// <summary>Yes, in this role.</summary>
    public static Admitted As(Role role) => new(Code.None, 0, role);

    /// <summary>No.</summary>
    public static Admitted Not(Code code, long detail = 0) => new(code, detail, Role.Reader);
}
