using System.Globalization;
using Tacit.Bench;

// What a log does a second, and what it costs. Rows are Markdown, for bench/results/.
// Usage: bench-log [sqlite|postgres] [entries a row, 200000 by default]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var onPostgres = args.Contains("postgres");
var number = args.FirstOrDefault(arg => arg is not ("sqlite" or "postgres"));
var entryCount = number is null ? 200_000 : int.Parse(number, CultureInfo.InvariantCulture);

// Compiled and warm before the first row.
Console.SetOut(TextWriter.Null);
await AppendRun.MeasureAsync(onPostgres, batchLength: 1, callerCount: 2, Spread.RoundRobin, entryCount: 6000);
Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });

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
            await AppendRun.MeasureAsync(onPostgres, batchLength, callerCount, spread, count);
        }
    }
}

await JoinRun.MeasureAsync(onPostgres, Math.Min(entryCount, 100_000));

