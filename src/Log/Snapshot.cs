using Tacit.Wire;

namespace Tacit.Log;

/// <summary>A stored snapshot, as far as superseding and trimming ask. Source: docs/protocol/log.md §3.3.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="Accepted">When it was appended.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Counter">The author's number of it.</param>
/// <param name="Covers">What it stands for.</param>
public sealed record Snapshot(
    long Seq, DateTimeOffset Accepted, AuthorId Author, long Counter, VectorClock Covers)
{
    /// <summary>Whether this snapshot supersedes an entry that is no snapshot.</summary>
    public bool Supersedes(EntryKind kind, AuthorId author, long counter) =>
        kind is not (EntryKind.Grant or EntryKind.Epoch) && counter <= Covers[author];

    /// <summary>Whether this snapshot supersedes another.</summary>
    public bool Supersedes(Snapshot other) =>
        other.Seq != Seq && other.Counter <= Covers[other.Author] && Covers.Covers(other.Covers);
}
