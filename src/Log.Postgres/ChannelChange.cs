using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>What a transaction does to one channel.</summary>
internal sealed class ChannelChange
{
    /// <summary>In order of seq.</summary>
    public List<NewEntry> Entries { get; } = [];

    /// <summary>Bytes of the entries.</summary>
    public long SizeBytes { get; set; }

    /// <summary>Whose rows change.</summary>
    public HashSet<AuthorId> Authors { get; } = [];

    /// <summary>Snapshots among the entries, and their ids.</summary>
    public List<(Snapshot Snapshot, EntryId Id)> Snapshots { get; } = [];

    /// <summary>Seqs of snapshots that are live no more.</summary>
    public List<long> Superseded { get; } = [];

    /// <summary>Up to which counters the snapshots cover.</summary>
    public Dictionary<AuthorId, long> Covered { get; } = [];

    /// <summary>Who attests which snapshot.</summary>
    public List<(long SnapshotSeq, AuthorId Author)> Attests { get; } = [];
}

/// <summary>An entry that was let in and is not committed yet.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Counter">The author's number of it.</param>
/// <param name="Kind">What it is to the log.</param>
/// <param name="Bytes">The whole entry. Belongs to the one who appends.</param>
internal readonly record struct NewEntry(
    long Seq, AuthorId Author, long Counter, EntryKind Kind, ReadOnlyMemory<byte> Bytes);
