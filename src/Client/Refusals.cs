using Tacit.Wire;

namespace Tacit.Client;

/// <summary>What a client makes of a refusal. Source: docs/protocol/codes.md.</summary>
internal static class Refusals
{
    /// <summary>Whether trying again later may help, and nothing else does.</summary>
    public static bool IsPassing(Code code) => code is Code.RateLimited or Code.TooManyConnections or Code.Draining
        or Code.SlowReader or Code.IdleTimeout or Code.Internal or Code.StoreFull or Code.StoreUnavailable
        or Code.ChannelFull or Code.InstanceFull or Code.NotJoined;

    /// <summary>What a refused join means to the person: with a password, that one is the likely reason.</summary>
    public static TacitException OfJoin(Code code, long detail, string sentence, bool hasPassword) =>
        hasPassword && code is (Code.ProofFailed or Code.GrantInvalid or Code.DescriptorInvalid)
            ? new(Code.PasswordWrong)
            : new(code, detail, sentence);

    /// <summary>Whether an entry itself is at fault, and those behind it are not.</summary>
    public static bool IsOfEntry(Code code) => code is Code.EntryMalformed or Code.EntryTooLarge or Code.KindRefused
        or Code.CoversAhead or Code.SnapshotUnknown;

    /// <summary>Whether an entry's refusal means that this device may not write at all.</summary>
    public static bool IsFinal(Code code) => code is Code.AuthorRemoved or Code.GrantExpired or Code.GrantInvalid
        or Code.ReadOnly or Code.AuthorMismatch or Code.ChannelUnknown or Code.EpochStale;

    /// <summary>Whether a connection's end means that no further one will do.</summary>
    public static bool IsFinalForConnection(Code code) =>
        code is Code.VersionUnsupported or Code.AudienceMismatch or Code.OriginRefused;
}
