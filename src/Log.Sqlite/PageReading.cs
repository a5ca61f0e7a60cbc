using System.Runtime.InteropServices;

namespace Tacit.Log.Sqlite;

/// <summary>One read of a page: which entries, then their bytes. Source: docs/protocol/log.md §3.4.</summary>
internal sealed class PageReading(StoredIndex index, ChannelView view, ReadQuery query)
{
    private readonly Frontier _frontier = view.Tally.Frontier;
    private readonly List<IndexEntry> _chosen = [];
    private long _sizeBytes;
    private bool _isFull;

    /// <summary>Reads it.</summary>
    /// <exception cref="SqliteFailureException">The store could not be read.</exception>
    /// <exception cref="LogDamagedException">It contradicts itself.</exception>
    public Page Read(CancellationToken cancellationToken)
    {
        var head = view.Tally.Head;
        var seen = Choose(cancellationToken);
        var indexedCount = _chosen.Count;
        foreach (var entry in view.Unindexed)
        {
            if (entry.Seq > seen && !_isFull)
                Consider(entry);
        }

        var entries = new List<StoredEntry>(_chosen.Count);
        Fetch(indexedCount, entries);
        return new(entries, _isFull ? _chosen[^1].Seq : head, head);
    }

    // From the segments; returns the last seq that they know.
    private long Choose(CancellationToken cancellationToken)
    {
        var seen = 0L;
        foreach (var stretch in index.Stretches(view.No, query.After + 1, view.Tally.Head, IsOfInterest))
        {
            cancellationToken.ThrowIfCancellationRequested();
            seen = stretch[^1].Seq;
            foreach (var entry in stretch)
            {
                if (!_isFull)
                    Consider(entry);
            }

            if (_isFull)
                break;
        }

        return seen;
    }

    private bool IsOfInterest(bool hasLandmarks, Segment.AuthorRange[] authors)
    {
        var mayBeSuperseded = !query.History && !hasLandmarks;
        foreach (var author in authors)
        {
            var above = Math.Max(
                query.Clock?[author.Author] ?? 0,
                mayBeSuperseded ? _frontier.CoveredOf(author.Author) : 0);
            if (author.Greatest > above)
                return true;
        }

        return false;
    }

    private void Consider(in IndexEntry entry)
    {
        if (entry.Seq <= query.After || entry.Seq > view.Tally.Head)
            return;
        if (query.Clock is { } clock && entry.Counter <= clock[entry.Author])
            return;
        if (!query.History && !_frontier.IsLive(entry))
            return;

        if (_chosen.Count > 0 && _sizeBytes + entry.Length > query.SizeMaxBytes)
        {
            _isFull = true;
            return;
        }

        _sizeBytes += entry.Length;
        _chosen.Add(entry);
    }

    private void Fetch(int indexedCount, List<StoredEntry> entries)
    {
        var seqs = new List<long>();
        for (var at = 0; at < _chosen.Count;)
        {
            var run = _chosen[at].Run;
            var isIndexed = at < indexedCount;
            for (seqs.Clear(); at < _chosen.Count && _chosen[at].Run == run; at++)
                seqs.Add(_chosen[at].Seq);

            // What memory named may have been indexed and trimmed since it was asked; what a segment names is there.
            if (!index.ReadRun(run, CollectionsMarshal.AsSpan(seqs), entries) && isIndexed)
                throw StoredIndex.Missing(seqs[0]);
        }
    }
}
