using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// Brings back into memory what was committed and not indexed: the runs above <c>indexed_run</c>, entry by entry, as
/// they were appended.
/// </summary>
internal sealed class Replay(Store store, EntryHash hash)
{
    /// <summary>Does it.</summary>
    /// <exception cref="LogDamagedException">A run does not continue its channel.</exception>
    /// <exception cref="SqliteFailureException">The store could not be read.</exception>
    public void Run()
    {
        var runs = store.Database.Prepare(
            "SELECT id, channel, first_seq, accepted, entries FROM run WHERE id > ?1 ORDER BY id");
        var channels = new Dictionary<long, ChannelRecord>();
        for (runs.Bind(1, store.IndexedRun); runs.Step();)
        {
            var no = runs.Number(1);
            if (!channels.TryGetValue(no, out var channel))
            {
                channel = channels[no] = store.Index.Channel(no)
                    ?? throw new LogDamagedException($"Run {runs.Number(0)} belongs to no channel.");
                store.Cache.Add(channel);
            }

            store.LastRun = runs.Number(0);
            var accepted = DateTimeOffset.FromUnixTimeMilliseconds(runs.Number(3));
            Add(channel, runs.Number(2), accepted, runs.Blob(4));
        }
    }

    private void Add(ChannelRecord channel, long firstSeq, DateTimeOffset accepted, ReadOnlySpan<byte> entries)
    {
        var reader = new WireReader(entries);
        while (RunCodec.TryRead(ref reader, out var place, out var entry))
        {
            if (firstSeq + place != channel.Head + 1 || !EntryHeader.TryRead(entry, out var header, out _)
                || header.Counter != channel.LastCounterOf(header.Author) + 1)
            {
                throw new LogDamagedException($"Run {store.LastRun} does not continue its channel.");
            }

            channel.Add(entry.ToArray(), header, accepted, hash);
            store.Totals = store.Totals with
            {
                EntryCount = store.Totals.EntryCount + 1,
                SizeBytes = store.Totals.SizeBytes + entry.Length,
            };
        }

        store.UnindexedCount += channel.Fresh.Count;
        channel.Keep(Enumerable.Repeat(store.LastRun, channel.Fresh.Count).ToArray());
    }
}
