using Tacit.Wire;

namespace Tacit.Log;

/// <summary>Says when what a snapshot supersedes may be removed for good. Source: docs/protocol/log.md §3.5.</summary>
/// <param name="settings">How long superseded entries are kept.</param>
/// <param name="time">Tells how old a snapshot is.</param>
public sealed class TrimRule(LogSettings settings, TimeProvider time)
{
    /// <summary>Fewer attests than this let nothing go, where the channel has that many authors.</summary>
    private const int AttestMin = 2;

    /// <summary>Whether the entries that a snapshot supersedes may go.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="attesters">Who attested it, each once, without authors that were removed.</param>
    /// <param name="authorCount">How many authors the channel has, without those that were removed.</param>
    public bool LetsGo(Snapshot snapshot, IEnumerable<AuthorId> attesters, long authorCount)
    {
        var age = time.GetUtcNow() - snapshot.Accepted;
        if (settings.KeepHistory || age < settings.KeepSuperseded)
            return false;
        if (age >= settings.AttestWaitMax)
            return true;

        // The snapshot's own author vouches for it only where there are not enough others to do so.
        var ownCounts = authorCount <= AttestMin;
        var attestCount = attesters.Count(author => ownCounts || author != snapshot.Author);
        return attestCount >= Math.Clamp(authorCount, 1, AttestMin);
    }
}
