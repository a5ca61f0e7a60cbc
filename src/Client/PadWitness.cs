using Tacit.Crdt;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client;

/// <summary>
/// What the entries of a pad were seen to hold, to tell whether a snapshot of another holds it too.
/// Source: docs/protocol/pad.md §5.3, log.md §3.5.
/// </summary>
internal sealed class PadWitness
{
    private readonly Dictionary<AuthorId, long> _seen = [];
    private readonly List<Held> _held = [];

    /// <summary>What a snapshot says that it covers.</summary>
    public static VectorClock CoversOf(OpenedEntry snapshot)
    {
        var reader = new WireReader(snapshot.Fields.Span);
        return SnapshotFields.TryRead(ref reader, out var fields) ? fields.Covers : VectorClock.Empty;
    }

    /// <summary>Remembers what an entry holds.</summary>
    /// <param name="entry">Any entry that was read.</param>
    /// <param name="content">Its content, where it is of a form that has one and was read.</param>
    public void Add(OpenedEntry entry, PadContent? content)
    {
        See(entry.Author, entry.Counter);
        var covers = entry.Kind == EntryKind.Snapshot ? CoversOf(entry) : VectorClock.Empty;
        foreach (var (author, counter) in covers.Components)
            See(author, counter);
        foreach (var document in content?.Documents ?? [])
        {
            if (Updates.TryFindEnds(document.Update.Span, out var ends, document.Format))
                _held.Add(new(entry.Author, entry.Counter, covers, document.Guid, ends));
        }
    }

    /// <summary>
    /// Whether a snapshot, applied to fresh documents, holds all that was seen of the entries that it covers, with
    /// nothing missing. Of one that does, what it covers is forgotten: it stands for that now.
    /// </summary>
    public bool IsHeldBy(OpenedEntry snapshot, PadContent content)
    {
        var covers = CoversOf(snapshot);
        foreach (var (author, counter) in covers.Components)
        {
            if (_seen.GetValueOrDefault(author) < counter)
                return false;
        }

        var states = new Dictionary<string, StateVector>(StringComparer.Ordinal);
        foreach (var document in content.Documents)
        {
            var fresh = new Doc();
            if (!fresh.TryApplyUpdate(document.Update.Span, out _, document.Format) || fresh.HasPending)
                return false;
            states[document.Guid] = fresh.StateVector;
        }

        var covered = _held.Where(one => one.IsCoveredBy(covers)).ToHashSet();
        if (!covered.All(one => one.IsIn(states)))
            return false;
        _held.RemoveAll(covered.Contains);
        return true;
    }

    private void See(AuthorId author, long counter) =>
        _seen[author] = Math.Max(_seen.GetValueOrDefault(author), counter);

    private sealed record Held(AuthorId Author, long Counter, VectorClock Covers, string Guid, StateVector Ends)
    {
        public bool IsCoveredBy(VectorClock covers) => Counter <= covers[Author] && covers.Covers(Covers);

        public bool IsIn(Dictionary<string, StateVector> states) =>
            states.TryGetValue(Guid, out var state) && Ends.All(end => state[end.Key] >= end.Value);
    }
}
