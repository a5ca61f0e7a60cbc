using System.Globalization;
using Tacit.Bench;

// What a SqliteLog does a second, and what it costs. Rows are Markdown, for bench/results/.
// Usage: bench-log [entries a row, 200000 by default]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var entryCount = args.Length == 0 ? 200_000 : int.Parse(args[0], CultureInfo.InvariantCulture);

Console.WriteLine("| batch | spread over 100 channels | callers | entries/s | CPU s per 100,000 |");
Console.WriteLine("| --- | --- | --- | --- | --- |");
foreach (var batchLength in new[] { 1, 10, 100, 1000 })
{
    foreach (var callerCount in new[] { 1, 8 })
    {
        foreach (var spread in new[] { Spread.Clustered, Spread.RoundRobin })
        {
            // Fewer where each costs a flush of its own.
            var count = Math.Min(entryCount, batchLength * callerCount * 4000);
            await AppendRun.MeasureAsync(batchLength, callerCount, spread, count);
        }
    }
}

await JoinRun.MeasureAsync(Math.Min(entryCount, 100_000));

