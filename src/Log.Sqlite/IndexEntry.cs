using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>Where an entry is, and what of its header decides whether it is read.</summary>
/// <param name="Seq">Its place in the channel.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Counter">The author's number of it.</param>
/// <param name="Run">The row that holds it.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Kind">What it is to the log.</param>
internal readonly record struct IndexEntry(
    long Seq, AuthorId Author, long Counter, long Run, int Length, EntryKind Kind)
{
    /// <summary>Whether reads must look at it whatever counters say.</summary>
    public bool IsLandmark => Kind is EntryKind.Grant or EntryKind.Epoch or EntryKind.Snapshot;
}
