using System.Collections.Frozen;

namespace Tacit.Wire;

/// <summary>What belongs to each code. Source: docs/protocol/codes.md.</summary>
/// <param name="Name">The stable name, in kebab-case.</param>
/// <param name="HttpStatus">The status of an HTTP answer.</param>
/// <param name="ExitStatus">The exit status of the command line.</param>
/// <param name="Sentence">What happened and what to do, without a full stop.</param>
public sealed record Codes(string Name, int HttpStatus, int ExitStatus, string Sentence)
{
    private static readonly FrozenDictionary<Code, Codes> ByCode = new Dictionary<Code, Codes>
    {
        [Code.Malformed] = new(
            "malformed", 400, 65,
            "a frame could not be read; the client does not speak this protocol correctly, update it"),
        [Code.VersionUnsupported] = new(
            "version-unsupported", 426, 65,
            "client and server share no protocol version; update the older one"),
        [Code.MessageTooLarge] = new(
            "message-too-large", 413, 65,
            "a message was longer than the server takes; send smaller ones"),
        [Code.RateLimited] = new(
            "rate-limited", 429, 75,
            "too many requests; wait, then go on more slowly"),
        [Code.TooManyConnections] = new(
            "too-many-connections", 503, 75,
            "the server has as many connections as it takes; try again later"),
        [Code.AddressBlocked] = new(
            "address-blocked", 429, 77,
            "too many wrong proofs came from this address; wait, and check the link and its password"),
        [Code.OriginRefused] = new(
            "origin-refused", 403, 77,
            "this web page's origin may not use the server; the operator can allow it with --origin"),
        [Code.OutOfOrder] = new(
            "out-of-order", 400, 65,
            "a frame came where it is not allowed; the client does not speak this protocol correctly, update it"),
        [Code.Draining] = new(
            "draining", 503, 75,
            "the server is about to stop; connect again after the wait"),
        [Code.SlowReader] = new(
            "slow-reader", 503, 75,
            "the connection could not take what was sent to it; connect again and resume from the last seq"),
        [Code.IdleTimeout] = new(
            "idle-timeout", 408, 75,
            "nothing was heard for too long; connect again"),
        [Code.Internal] = new(
            "internal", 500, 70,
            "the server failed at this; try again, and tell the operator if it stays"),
        [Code.AudienceMismatch] = new(
            "audience-mismatch", 421, 78,
            "the server sees another host name than the client dialled; let the proxy pass on the Host header"),
        [Code.ClockOff] = new(
            "clock-off", 403, 75,
            "this device's clock is more than five minutes off; the client signs again with the server's time, "
            + "set the clock"),
        [Code.ChannelUnknown] = new(
            "channel-unknown", 404, 66,
            "the server has no such channel; check the link, or open it once with an own or edit link "
            + "on a device that knows it"),
        [Code.DescriptorInvalid] = new(
            "descriptor-invalid", 400, 65,
            "the descriptor does not belong to this channel id, or is of a kind this server does not know"),
        [Code.ProofFailed] = new(
            "proof-failed", 403, 77,
            "the proof does not match the channel's keys; check the link and its password"),
        [Code.GrantInvalid] = new(
            "grant-invalid", 403, 77,
            "the grant was not signed by a key that may grant here; ask for a new link"),
        [Code.GrantExpired] = new(
            "grant-expired", 403, 77,
            "the right to write here has ended; ask for a new link"),
        [Code.AuthorRemoved] = new(
            "author-removed", 403, 77,
            "this device was removed from the channel; ask for a new link"),
        [Code.EpochStale] = new(
            "epoch-stale", 403, 77,
            "this link was replaced by a newer one; ask for it"),
        [Code.CursorInvalid] = new(
            "cursor-invalid", 409, 75,
            "the cursor does not belong to this log; join again by vector clock"),
        [Code.TooManyChannels] = new(
            "too-many-channels", 429, 75,
            "this connection has joined as many channels as it may; leave one first"),
        [Code.AlreadyJoined] = new(
            "already-joined", 409, 65,
            "this connection has joined the channel already; leave it first"),
        [Code.NotJoined] = new(
            "not-joined", 409, 65,
            "the channel is not joined on this connection; join it first"),
        [Code.ReadOnly] = new(
            "read-only", 403, 77,
            "this link only reads; ask for an edit link"),
        [Code.EntryMalformed] = new(
            "entry-malformed", 400, 65,
            "the entry's bytes do not follow the format; update the client"),
        [Code.EntryTooLarge] = new(
            "entry-too-large", 413, 65,
            "the entry is larger than a channel takes; send it in smaller pieces"),
        [Code.AuthorMismatch] = new(
            "author-mismatch", 403, 77,
            "the entry names another author than the one that joined; join as that author"),
        [Code.CounterUnexpected] = new(
            "counter-unexpected", 409, 75,
            "an entry before this one is missing; send again from the expected counter"),
        [Code.CounterTaken] = new(
            "counter-taken", 409, 76,
            "another entry has this author and counter; this device's state was copied or set back, it "
            + "must take a new identity"),
        [Code.EpochWrong] = new(
            "epoch-wrong", 409, 75,
            "the entry is sealed for another epoch; read on to the current one and seal again"),
        [Code.CoversAhead] = new(
            "covers-ahead", 409, 65,
            "the snapshot covers entries that the log does not have; send those first"),
        [Code.KindRefused] = new(
            "kind-refused", 403, 77,
            "this kind of entry is not allowed here, or not for this role"),
        [Code.ChannelFull] = new(
            "channel-full", 507, 73,
            "the channel has used its quota; remove history or ask the operator for more"),
        [Code.InstanceFull] = new(
            "instance-full", 507, 73,
            "the server has used its quota; tell the operator"),
        [Code.StoreFull] = new(
            "store-full", 507, 73,
            "the server's disk is full; nothing was lost, sending goes on by itself when there is room"),
        [Code.StoreUnavailable] = new(
            "store-unavailable", 503, 75,
            "the store does not answer; nothing was lost, sending goes on by itself when it does"),
        [Code.EphemeralTooLarge] = new(
            "ephemeral-too-large", 413, 65,
            "the message is larger than the server passes on; send less"),
        [Code.SnapshotUnknown] = new(
            "snapshot-unknown", 409, 65,
            "the attested snapshot is not in the log"),
        [Code.BlobUnknown] = new(
            "blob-unknown", 404, 75,
            "the server does not have this part of the file; the device that added it has not sent it yet, try "
            + "again later"),
        [Code.BlobDamaged] = new(
            "blob-damaged", 400, 65,
            "the bytes are not those that were named; nothing was taken in, try again, or ask who added the "
            + "file to add it again"),
        [Code.BlobTooLarge] = new(
            "blob-too-large", 413, 65,
            "the file, or a part of it, is larger than is taken here; make it smaller"),
        [Code.BlobNewer] = new(
            "blob-newer", 400, 65,
            "the file was added by a newer Tacit; update this one"),
        [Code.LinkDamaged] = new(
            "link-damaged", 400, 65,
            "the link is damaged; copy it again, whole"),
        [Code.LinkNewer] = new(
            "link-newer", 400, 65,
            "the link was made by a newer Tacit; update this one"),
        [Code.PasswordNeeded] = new(
            "password-needed", 401, 77,
            "this link needs a password"),
        [Code.PasswordWrong] = new(
            "password-wrong", 403, 77,
            "the server refused the proof; the password is probably wrong"),
        [Code.ChainBroken] = new(
            "chain-broken", 409, 76,
            "the server left out, repeated or changed entries; stop, keep what you have, compare with others"),
        [Code.HistoryForked] = new(
            "history-forked", 409, 76,
            "the server showed others a different history; stop, keep what you have, compare with others"),
        [Code.Offline] = new(
            "offline", 503, 75,
            "the server cannot be reached; what you write is kept on this device and sent later"),
        [Code.OutboxDamaged] = new(
            "outbox-damaged", 500, 74,
            "the outbox on this device cannot be read; it was set aside and a new identity was taken"),
        [Code.OutboxInUse] = new(
            "outbox-in-use", 409, 75,
            "another program uses this outbox; end it or choose another folder"),
        [Code.LinkExpired] = new(
            "link-expired", 403, 77,
            "the time of this link is over; what this device holds stays readable, ask for a new link"),
        [Code.StoreNewer] = new(
            "store-newer", 500, 78,
            "the store was written by a newer Tacit and was not touched; run that version or restore a backup"),
        [Code.StoreDamaged] = new(
            "store-damaged", 500, 74,
            "the store is damaged and was not touched; restore a backup or salvage it with sqlite3's .recover"),
        [Code.StoreInUse] = new(
            "store-in-use", 500, 75,
            "another process uses this store; stop it or choose another --data folder"),
        [Code.StoreForeign] = new(
            "store-foreign", 500, 78,
            "the file is no Tacit store and was not touched; choose another --data folder"),
    }.ToFrozenDictionary();

    /// <summary>Every code that there is.</summary>
    public static IEnumerable<Code> All => ByCode.Keys;

    /// <summary>What belongs to a code; of one that a newer server sent, what belongs to an internal error.</summary>
    public static Codes Of(Code code) => ByCode.GetValueOrDefault(code) ?? ByCode[Code.Internal];
}
