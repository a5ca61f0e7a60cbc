namespace Tacit.Wire.Roles;

/// <summary>The first byte of a message between roles. A number is never used twice.</summary>
internal enum RoleMessageType : byte
{
    AppendEntries = 1,
    JoinChannel = 2,
    LeaveChannel = 3,
    PassEphemeral = 4,
    ReadEntries = 5,
    AdmitBlobRequest = 6,
    PutBlob = 7,
    GetBlob = 8,
    FindMissingBlobs = 9,
    StoreEntries = 10,
    FindChannel = 11,
    YieldShard = 12,
    AcquireLease = 13,
    RenewLeases = 14,
    ReleaseLeases = 15,
    MeasureLinks = 16,

    EntriesCommitted = 65,
    EntryAnswered = 66,
    ChannelJoined = 67,
    SessionEnded = 68,
    EphemeralRefused = 69,
    EntriesRead = 70,
    BlobRequestAdmitted = 71,
    BlobAnswered = 72,
    EntriesStored = 73,
    ChannelFound = 74,
    NotOwner = 75,
    ShardLost = 76,
    CoreLeaving = 77,
    LeaseStands = 78,
    LeasesRenewed = 79,
    LinksMeasured = 80,
}
