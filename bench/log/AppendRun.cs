using System.Diagnostics;
using Tacit.Log;
using Tacit.Wire;

namespace Tacit.Bench;

/// <summary>Appends 300-byte entries from several callers, each with its own author in every channel.</summary>
internal static class AppendRun
{
    private const int ChannelCount = 100;

    public static async Task MeasureAsync(
        bool onPostgres, int batchLength, int callerCount, Spread spread, int entryCount)
    {
        await using var store = await BenchStore.OpenAsync(onPostgres, ChannelCount);
        var batches = new List<PendingAppend>[callerCount][];
        for (var caller = 0; caller < callerCount; caller++)
        {
            var author = (ulong)caller + 1;
            await AppendAsync(store.Log, [.. Enumerable.Range(0, ChannelCount).Select(channel =>
                new PendingAppend(BenchStore.Channel(channel), BenchStore.Grant(author)))]);
            batches[caller] = [.. Batches(author, batchLength, spread, entryCount / callerCount)];
        }

        GC.Collect();
        var (start, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        await Task.WhenAll(batches.Select(own => Task.Run(async () =>
        {
            foreach (var batch in own)
                await AppendAsync(store.Log, batch);
        })));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;

        var count = batches.Sum(own => own.Sum(batch => batch.Count));
        Console.WriteLine($"| {batchLength} | {(spread == Spread.Clustered ? "clustered" : "round-robin")} "
            + $"| {callerCount} | {count / seconds:N0} | {cpu.TotalSeconds * 100_000 / count:F2} |");
    }

    private static IEnumerable<List<PendingAppend>> Batches(ulong author, int batchLength, Spread spread, int count)
    {
        var counters = new long[ChannelCount];
        Array.Fill(counters, 1);
        var batch = new List<PendingAppend>();

        // Callers begin in different channels, as clients do.
        var turn = (int)author * 13;
        for (var n = 0; n < count; n++)
        {
            var channel = turn % ChannelCount;
            batch.Add(new(
                BenchStore.Channel(channel),
                BenchStore.Entry(EntryKind.Update, author, ++counters[channel])));
            if (spread == Spread.RoundRobin || batch.Count == batchLength)
                turn++;
            if (batch.Count < batchLength)
                continue;
            yield return batch;
            batch = [];
        }
    }

    private static async Task AppendAsync(ILog log, IReadOnlyList<PendingAppend> batch)
    {
        foreach (var result in await log.AppendAsync(batch, CancellationToken.None))
        {
            if (result.Code != Code.None)
                throw new InvalidOperationException($"An append was refused: {result.Code}.");
        }
    }
}
