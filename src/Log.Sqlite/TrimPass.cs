using System.Runtime.InteropServices;
using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// Removes from one channel what its snapshots let go, a few stretches at a time, so that appends need not wait long.
/// On the writer's thread. Source: docs/protocol/log.md §3.5.
/// </summary>
internal sealed class TrimPass(Store store, Trimmer trimmer, long channel)
{
    // About 8,000 entries a transaction.
    private const int StretchCountMax = 8;

    private readonly HashSet<long> _goneSnapshots = [];
    private readonly Dictionary<AuthorId, long> _cuts = [];
    private Snapshot[]? _letting;
    private long _from = 1;

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Does the next part, in one transaction.</summary>
    /// <returns>What it removed.</returns>
    /// <exception cref="SqliteFailureException">It failed and changed nothing.</exception>
    public Trimmed Step()
    {
        trimmer.Indexer.IndexAll();
        _letting ??= Begin();
        if (_letting.Length == 0)
        {
            IsDone = true;
            return default;
        }

        var stretches = new List<IndexEntry>();
        var firstSeqs = new List<long>();
        foreach (var stretch in store.Index.Stretches(channel, _from, long.MaxValue, (_, _) => true))
        {
            if (stretch[^1].Seq < _from)
                continue;
            firstSeqs.Add(stretch[0].Seq);
            stretches.AddRange(stretch);
            if (firstSeqs.Count == StretchCountMax)
                break;
        }

        store.Index.EndStretches();
        var gone = stretches.FindAll(IsGone);
        var trimmed = new Trimmed(gone.Count, gone.Sum(entry => (long)entry.Length));
        var isLast = firstSeqs.Count < StretchCountMax;
        store.Commit(() =>
        {
            if (gone.Count > 0)
                Remove(stretches, firstSeqs, gone, trimmed);
            if (isLast)
                trimmer.Spend(channel, _letting);
        });

        trimmer.Publish(channel, trimmed);
        IsDone = isLast;
        _from = isLast ? _from : stretches[^1].Seq + 1;
        return trimmed;
    }

    private Snapshot[] Begin()
    {
        var (all, letting) = trimmer.Snapshots(channel);
        foreach (var snapshot in letting)
        {
            foreach (var (author, counter) in snapshot.Covers.Components)
                _cuts[author] = Math.Max(counter, _cuts.GetValueOrDefault(author));
            foreach (var other in all.Where(snapshot.Supersedes))
                _goneSnapshots.Add(other.Seq);
        }

        return letting;
    }

    private bool IsGone(IndexEntry entry) => entry.IsLandmark
        ? _goneSnapshots.Contains(entry.Seq)
        : entry.Counter <= _cuts.GetValueOrDefault(entry.Author);

    private void Remove(
        List<IndexEntry> stretches, List<long> firstSeqs, List<IndexEntry> gone, Trimmed trimmed)
    {
        foreach (var run in gone.GroupBy(entry => entry.Run))
            trimmer.TakeOut(run.Key, [.. run.Select(entry => entry.Seq)]);
        foreach (var snapshot in gone.Where(entry => entry.Kind == EntryKind.Snapshot))
            trimmer.DeleteSnapshot(channel, snapshot.Seq);

        // What stays is put together: else a trimmed channel would end up with a row for each grant.
        foreach (var firstSeq in firstSeqs)
            trimmer.Indexer.DeleteSegment(channel, firstSeq);
        var kept = CollectionsMarshal.AsSpan(stretches.FindAll(entry => !IsGone(entry)));
        for (; kept.Length > 0; kept = kept[Math.Min(Segment.EntryCountMax, kept.Length)..])
            trimmer.Indexer.WriteSegment(channel, kept[..Math.Min(Segment.EntryCountMax, kept.Length)]);
        trimmer.CountDown(channel, trimmed);
    }
}
