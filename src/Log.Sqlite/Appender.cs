using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>Judges groups of appends, and commits what is let in as runs. On the writer's thread.</summary>
internal sealed class Appender(
    Store store, Indexer indexer, LeaseBook leases, AppendRule rule, TimeProvider time, EntryHash hash)
{
    private readonly Statement _insertRun = store.Database.Prepare(
        "INSERT INTO run (id, channel, first_seq, accepted, entries) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly List<ChannelRecord> _touched = [];
    private readonly List<List<long>> _runs = [];
    private readonly WireWriter _body = new(RunCodec.SizeMaxBytes);
    private (long Entries, long SizeBytes) _added;

    /// <summary>Appends batches in one transaction.</summary>
    /// <returns>The results of each batch.</returns>
    /// <exception cref="SqliteFailureException">The commit failed, and nothing was changed.</exception>
    public AppendResult[][] Append(IReadOnlyList<IReadOnlyList<PendingAppend>> batches)
    {
        indexer.MakeRoom();
        try
        {
            _added = default;
            var now = time.GetUtcNow();
            var results = new AppendResult[batches.Count][];
            for (var at = 0; at < results.Length; at++)
                results[at] = Judge(batches[at], now);
            if (_touched.Count > 0)
                Commit(now);
            return results;
        }
        finally
        {
            // Where all went well nothing is fresh any more, and this does nothing.
            foreach (var channel in _touched)
                channel.Undo();
            _touched.Clear();
        }
    }

    private AppendResult[] Judge(IReadOnlyList<PendingAppend> batch, DateTimeOffset now)
    {
        var results = new AppendResult[batch.Count];
        for (var at = 0; at < results.Length; at++)
        {
            var (id, entry, _) = batch[at];
            if (!leases.Admits(batch[at]))
            {
                results[at] = AppendResult.Refused(Code.Fenced, leases.TokenOf(id));
                continue;
            }

            var channel = store.Find(id);
            results[at] = rule.Judge(
                channel, store.Totals.SizeBytes + _added.SizeBytes, entry.Span, out var header);
            if (results[at] is not { Code: Code.None, WasThere: false })
                continue;

            if (channel!.Fresh.Count == 0)
                _touched.Add(channel);
            channel.Add(entry, header, now, hash);
            _added = (_added.Entries + 1, _added.SizeBytes + entry.Length);
        }

        return results;
    }

    private void Commit(DateTimeOffset now)
    {
        var run = store.LastRun;
        store.Commit(() =>
        {
            for (var at = 0; at < _touched.Count; at++)
                WriteRuns(_touched[at], RunsOf(at), now, ref run);
        });

        store.LastRun = run;
        store.UnindexedCount += (int)_added.Entries;
        store.Cache.Publish(() =>
        {
            for (var at = 0; at < _touched.Count; at++)
                _touched[at].Keep(_runs[at]);
            var totals = store.Totals;
            store.Totals = totals with
            {
                EntryCount = totals.EntryCount + _added.Entries,
                SizeBytes = totals.SizeBytes + _added.SizeBytes,
            };
        });
    }

    private List<long> RunsOf(int at)
    {
        if (_runs.Count == at)
            _runs.Add([]);
        _runs[at].Clear();
        return _runs[at];
    }

    private void WriteRuns(ChannelRecord channel, List<long> runs, DateTimeOffset now, ref long run)
    {
        var at = 0;
        while (at < channel.Fresh.Count)
        {
            run++;
            var firstSeq = channel.Fresh[at].Index.Seq;
            for (_body.Clear(); at < channel.Fresh.Count; at++)
            {
                var (index, entry) = channel.Fresh[at];
                if (_body.Length > 0 && _body.Length + entry.Length > RunCodec.SizeMaxBytes)
                    break;
                RunCodec.Write(_body, index.Seq - firstSeq, entry.Span);
                runs.Add(run);
            }

            _insertRun.Bind(1, run).Bind(2, channel.No).Bind(3, firstSeq)
                .Bind(4, now.ToUnixTimeMilliseconds()).Bind(5, _body.Written).Run();
        }
    }
}
