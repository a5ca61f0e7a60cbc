using Tacit.Wire;

namespace Tacit.Client;

/// <summary>What a program has read when it asked: a snapshot made from it covers exactly that.</summary>
/// <param name="Seq">Up to where the channel was read.</param>
/// <param name="Heads">The newest entry of each author.</param>
public sealed record SnapshotPoint(
    long Seq, IReadOnlyList<(AuthorId Author, long Counter, EntryId Head)> Heads);
