using System.Diagnostics;
using Tacit.Log;
using Tacit.Wire;

namespace Tacit.Bench;

/// <summary>Joins of a channel with many entries of which a snapshot stands for nearly all.</summary>
internal static class JoinRun
{
    private const int AuthorCount = 10;
    private const int LiveCount = 500;
    private const int TryCount = 20;

    public static async Task MeasureAsync(bool onPostgres, int entryCount)
    {
        await using var store = await BenchStore.OpenAsync(onPostgres, channelCount: 1);
        var channel = BenchStore.Channel(0);
        var counters = new long[AuthorCount + 1];
        await AppendAsync(Enumerable.Range(1, AuthorCount).Select(author => BenchStore.Grant((ulong)author)));
        Array.Fill(counters, 1);
        await AppendAsync(Updates(entryCount));
        var covers = VectorClock.From(Enumerable.Range(1, AuthorCount)
            .Select(author => (new AuthorId((ulong)author), counters[author])));
        await AppendAsync([BenchStore.Entry(
            EntryKind.Snapshot, 1, ++counters[1], new SnapshotFields(0, covers).Write, 65536)]);
        await AppendAsync(Updates(LiveCount));

        Console.WriteLine();
        Console.WriteLine(
            $"Channel of {entryCount:N0} superseded entries, a snapshot of 64 KiB, {LiveCount} live ones; "
            + "milliseconds in the log, median of 20:");
        Console.WriteLine();
        var cursor = entryCount + AuthorCount;
        await ReadAsync("cold join", new(channel, 0, null, History: false, int.MaxValue));
        await ReadAsync("join by the clock of one who has half", new(
            channel, 0, VectorClock.From(covers.Components.ToArray().Select(one => (one.Author, one.Counter / 2))),
            History: false, int.MaxValue));
        await ReadAsync("resume from a cursor, 500 behind", new(channel, cursor, null, History: false, int.MaxValue));
        await ReadAsync("all of the history", new(channel, 0, null, History: true, int.MaxValue));

        IEnumerable<byte[]> Updates(int count)
        {
            for (var n = 0; n < count; n++)
            {
                var author = (n % AuthorCount) + 1;
                yield return BenchStore.Entry(EntryKind.Update, (ulong)author, ++counters[author]);
            }
        }

        async Task AppendAsync(IEnumerable<byte[]> entries)
        {
            foreach (var batch in entries.Chunk(100))
            {
                await store.Log.AppendAsync(
                    [.. batch.Select(entry => new PendingAppend(channel, entry))], CancellationToken.None);
            }
        }

        async Task ReadAsync(string what, ReadQuery query)
        {
            var times = new List<double>();
            var count = 0;
            for (var n = 0; n < TryCount; n++)
            {
                var start = Stopwatch.GetTimestamp();
                count = (await store.Log.ReadAsync(query, CancellationToken.None)).Entries.Count;
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine($"- {what}: {count:N0} entries, {times[TryCount / 2]:F1} ms");
        }
    }
}
