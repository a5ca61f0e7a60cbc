namespace Tacit.Wire;

/// <summary>
/// Every way Tacit says no, the same on every transport. Source: docs/protocol/codes.md, which a test compares.
/// </summary>
public enum Code
{
    /// <summary>Not a refusal.</summary>
    None = 0,

    /// <summary>A frame could not be read; the client does not speak this protocol correctly, update it.</summary>
    Malformed = 1,

    /// <summary>Client and server share no protocol version; update the older one.</summary>
    VersionUnsupported = 2,

    /// <summary>A message was longer than the server takes; send smaller ones.</summary>
    MessageTooLarge = 3,

    /// <summary>Too many requests; wait, then go on more slowly.</summary>
    RateLimited = 4,

    /// <summary>The server has as many connections as it takes; try again later.</summary>
    TooManyConnections = 5,

    /// <summary>Too many wrong proofs came from this address; wait, and check the link and its password.</summary>
    AddressBlocked = 6,

    /// <summary>This web page's origin may not use the server; the operator can allow it with --origin.</summary>
    OriginRefused = 7,

    /// <summary>
    /// A frame came where it is not allowed; the client does not speak this protocol correctly, update it.
    /// </summary>
    OutOfOrder = 8,

    /// <summary>The server is about to stop; connect again after the wait.</summary>
    Draining = 9,

    /// <summary>
    /// The connection could not take what was sent to it; connect again and resume from the last seq.
    /// </summary>
    SlowReader = 10,

    /// <summary>Nothing was heard for too long; connect again.</summary>
    IdleTimeout = 11,

    /// <summary>The server failed at this; try again, and tell the operator if it stays.</summary>
    Internal = 12,

    /// <summary>
    /// The server sees another host name than the client dialled; let the proxy pass on the Host header.
    /// </summary>
    AudienceMismatch = 13,

    /// <summary>
    /// This device's clock is more than five minutes off; the client signs again with the server's time, set the clock.
    /// </summary>
    ClockOff = 14,

    /// <summary>
    /// The server has no such channel; check the link, or open it once with an own or edit link on a device that
    /// knows it.
    /// </summary>
    ChannelUnknown = 20,

    /// <summary>
    /// The descriptor does not belong to this channel id, or is of a kind this server does not know.
    /// </summary>
    DescriptorInvalid = 21,

    /// <summary>The proof does not match the channel's keys; check the link and its password.</summary>
    ProofFailed = 22,

    /// <summary>The grant was not signed by a key that may grant here; ask for a new link.</summary>
    GrantInvalid = 23,

    /// <summary>The right to write here has ended; ask for a new link.</summary>
    GrantExpired = 24,

    /// <summary>This device was removed from the channel; ask for a new link.</summary>
    AuthorRemoved = 25,

    /// <summary>This link was replaced by a newer one; ask for it.</summary>
    EpochStale = 26,

    /// <summary>The cursor does not belong to this log; join again by vector clock.</summary>
    CursorInvalid = 27,

    /// <summary>This connection has joined as many channels as it may; leave one first.</summary>
    TooManyChannels = 28,

    /// <summary>This connection has joined the channel already; leave it first.</summary>
    AlreadyJoined = 29,

    /// <summary>The channel is not joined on this connection; join it first.</summary>
    NotJoined = 40,

    /// <summary>This link only reads; ask for an edit link.</summary>
    ReadOnly = 41,

    /// <summary>The entry's bytes do not follow the format; update the client.</summary>
    EntryMalformed = 42,

    /// <summary>The entry is larger than a channel takes; send it in smaller pieces.</summary>
    EntryTooLarge = 43,

    /// <summary>The entry names another author than the one that joined; join as that author.</summary>
    AuthorMismatch = 44,

    /// <summary>An entry before this one is missing; send again from the expected counter.</summary>
    CounterUnexpected = 45,

    /// <summary>
    /// Another entry has this author and counter; this device's state was copied or set back, it must take a new
    /// identity.
    /// </summary>
    CounterTaken = 46,

    /// <summary>The entry is sealed for another epoch; read on to the current one and seal again.</summary>
    EpochWrong = 47,

    /// <summary>The snapshot covers entries that the log does not have; send those first.</summary>
    CoversAhead = 48,

    /// <summary>This kind of entry is not allowed here, or not for this role.</summary>
    KindRefused = 49,

    /// <summary>The channel has used its quota; remove history or ask the operator for more.</summary>
    ChannelFull = 50,

    /// <summary>The server has used its quota; tell the operator.</summary>
    InstanceFull = 51,

    /// <summary>The server's disk is full; nothing was lost, sending goes on by itself when there is room.</summary>
    StoreFull = 52,

    /// <summary>The store does not answer; nothing was lost, sending goes on by itself when it does.</summary>
    StoreUnavailable = 53,

    /// <summary>The message is larger than the server passes on; send less.</summary>
    EphemeralTooLarge = 54,

    /// <summary>The attested snapshot is not in the log.</summary>
    SnapshotUnknown = 55,

    /// <summary>
    /// The server does not have this part of the file; the device that added it has not sent it yet, try again later.
    /// </summary>
    BlobUnknown = 56,

    /// <summary>
    /// The bytes are not those that were named; nothing was taken in, try again, or ask who added the file to add it
    /// again.
    /// </summary>
    BlobDamaged = 57,

    /// <summary>The file, or a part of it, is larger than is taken here; make it smaller.</summary>
    BlobTooLarge = 58,

    /// <summary>The file was added by a newer Tacit; update this one.</summary>
    BlobNewer = 59,

    /// <summary>The link is damaged; copy it again, whole.</summary>
    LinkDamaged = 70,

    /// <summary>The link was made by a newer Tacit; update this one.</summary>
    LinkNewer = 71,

    /// <summary>This link needs a password.</summary>
    PasswordNeeded = 72,

    /// <summary>The server refused the proof; the password is probably wrong.</summary>
    PasswordWrong = 73,

    /// <summary>
    /// The server left out, repeated or changed entries; stop, keep what you have, compare with others.
    /// </summary>
    ChainBroken = 74,

    /// <summary>
    /// The server showed others a different history; stop, keep what you have, compare with others.
    /// </summary>
    HistoryForked = 75,

    /// <summary>The server cannot be reached; what you write is kept on this device and sent later.</summary>
    Offline = 76,

    /// <summary>The outbox on this device cannot be read; it was set aside and a new identity was taken.</summary>
    OutboxDamaged = 77,

    /// <summary>Another program uses this outbox; end it or choose another folder.</summary>
    OutboxInUse = 78,

    /// <summary>
    /// The time of this link is over; what this device holds stays readable, ask for a new link.
    /// </summary>
    LinkExpired = 79,

    /// <summary>
    /// The store was written by a newer Tacit and was not touched; run that version or restore a backup.
    /// </summary>
    StoreNewer = 90,

    /// <summary>
    /// The store is damaged and was not touched; restore a backup or salvage it with sqlite3's .recover.
    /// </summary>
    StoreDamaged = 91,

    /// <summary>Another process uses this store; stop it or choose another --data folder.</summary>
    StoreInUse = 92,

    /// <summary>The file is no Tacit store and was not touched; choose another --data folder.</summary>
    StoreForeign = 93,

    /// <summary>
    /// Another core was granted the shard of this channel. Passes between the roles of a server; no client sees it.
    /// </summary>
    Fenced = 200,
}
