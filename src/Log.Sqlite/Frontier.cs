using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// Tells live entries from superseded ones without looking at every snapshot. Immutable.
/// </summary>
/// <remarks>
/// Superseding is transitive (what a snapshot supersedes, its superseders supersede), so the live snapshots decide. An
/// entry that is no snapshot asks each for its author's counter only, so the greatest of these decides.
/// Source: docs/protocol/log.md §3.3.
/// </remarks>
internal sealed class Frontier
{
    private readonly Snapshot[] _live;
    private readonly Dictionary<AuthorId, long> _covered;

    private Frontier(Snapshot[] live, Dictionary<AuthorId, long> covered) => (_live, _covered) = (live, covered);

    /// <summary>Of a channel without snapshots.</summary>
    public static Frontier Empty { get; } = new([], []);

    /// <summary>The snapshots that no other supersedes.</summary>
    public IReadOnlyList<Snapshot> Live => _live;

    /// <summary>Adds a snapshot that is newer than all here.</summary>
    public Frontier With(Snapshot snapshot)
    {
        var covered = new Dictionary<AuthorId, long>(_covered);
        foreach (var (author, counter) in snapshot.Covers.Components)
            covered[author] = Math.Max(counter, covered.GetValueOrDefault(author));
        return new([.. _live.Where(other => !snapshot.Supersedes(other)), snapshot], covered);
    }

    /// <summary>Up to which counter an author's entries are superseded, if they are no landmarks.</summary>
    public long CoveredOf(AuthorId author) => _covered.GetValueOrDefault(author);

    /// <summary>Whether no snapshot supersedes an entry.</summary>
    public bool IsLive(in IndexEntry entry)
    {
        if (entry.Kind is EntryKind.Grant or EntryKind.Epoch)
            return true;
        if (entry.Kind != EntryKind.Snapshot)
            return entry.Counter > CoveredOf(entry.Author);
        foreach (var snapshot in _live)
        {
            if (snapshot.Seq == entry.Seq)
                return true;
        }

        return false;
    }
}
