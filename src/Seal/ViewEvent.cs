using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>What came of an entry.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Author">Who wrote it, or the default where that cannot be read.</param>
/// <param name="Counter">The author's number of it.</param>
public abstract record ViewEvent(long Seq, AuthorId Author, long Counter);

/// <summary>An entry that its author may write, as the author wrote it.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Counter">The author's number of it.</param>
/// <param name="Id">The hash of its bytes.</param>
/// <param name="Kind">What it is to the log.</param>
/// <param name="Epoch">Which key sealed it.</param>
/// <param name="Content">
/// The layer's bytes; of a snapshot, the whole document without the heads; of a grant, the device's label.
/// </param>
/// <param name="Fields">The kind fields as they are on the wire.</param>
public sealed record OpenedEntry(
    long Seq,
    AuthorId Author,
    long Counter,
    EntryId Id,
    EntryKind Kind,
    long Epoch,
    ReadOnlyMemory<byte> Content,
    ReadOnlyMemory<byte> Fields) : ViewEvent(Seq, Author, Counter);

/// <summary>An entry that does not count. The chain goes on from it.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Author">Who wrote it, or the default where that cannot be read.</param>
/// <param name="Counter">The author's number of it.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedEntry(long Seq, AuthorId Author, long Counter, SkipReason Reason)
    : ViewEvent(Seq, Author, Counter);

/// <summary>An entry that waits for another; what comes of it will be told later.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Counter">The author's number of it.</param>
public sealed record ParkedEntry(long Seq, AuthorId Author, long Counter) : ViewEvent(Seq, Author, Counter);

/// <summary>
/// The server left out, repeated or changed entries. The view takes nothing further. Source: entry.md §2.9.
/// </summary>
/// <param name="Seq">The place in the log.</param>
/// <param name="Author">Whose chain does not connect.</param>
/// <param name="Counter">Where.</param>
public sealed record ChainBroken(long Seq, AuthorId Author, long Counter) : ViewEvent(Seq, Author, Counter);

/// <summary>Why an entry does not count.</summary>
public enum SkipReason
{
    /// <summary>Its bytes do not follow the format.</summary>
    Malformed,

    /// <summary>It does not open: signature, commitment, encryption or padding.</summary>
    DoesNotOpen,

    /// <summary>Its author was never granted to write here.</summary>
    NotGranted,

    /// <summary>It lies above the cut of an author who was removed.</summary>
    Removed,

    /// <summary>It opens an epoch without being the next one by an admin.</summary>
    NotAnEpoch,

    /// <summary>A snapshot without all of its parts, or whose heads are not those that were seen.</summary>
    NotASnapshot,

    /// <summary>This device has no key of its epoch.</summary>
    NoKey,
}
