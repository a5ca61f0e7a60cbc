using System.Diagnostics;
using System.Globalization;
using Tacit.Seeds;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>A process that appends is killed at any moment, again and again: nothing acknowledged is lost.</summary>
public sealed class CrashTests
{
    [Fact]
    public Task What_was_acknowledged_survives_being_killed() => Fuzz.RunAsync(1, async random =>
    {
        using var folder = new StoreFolder();
        var acknowledged = new Dictionary<(int Channel, long Seq), string>();
        for (var kill = 0; kill < 12; kill++)
        {
            await RunAndKillAsync(folder, random, kill, acknowledged);
            await CheckAsync(folder, acknowledged);
        }
    });

    private static async Task RunAndKillAsync(
        StoreFolder folder, Random random, int kill, Dictionary<(int Channel, long Seq), string> acknowledged)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashTests).Assembly.Location, folder.Store, $"{kill}"])
        {
            RedirectStandardOutput = true,
        };
        using var writer = Process.Start(start)!;

        // By the count of lines and not by the clock: sooner or later into the run, on however slow a machine.
        var lineCount = random.Next(1, 2500);
        for (var n = 0; n < lineCount; n++)
            Learn(await writer.StandardOutput.ReadLineAsync() ?? throw new EndOfStreamException());
        writer.Kill();

        // What the pipe still holds was acknowledged too. The last line may be cut off in the middle.
        var rest = await writer.StandardOutput.ReadToEndAsync();
        await writer.WaitForExitAsync();
        foreach (var line in rest.Split('\n').SkipLast(1))
            Learn(line);

        void Learn(string line)
        {
            var fields = line.Split(' ');
            var channel = int.Parse(fields[0], CultureInfo.InvariantCulture);
            acknowledged.Add((channel, long.Parse(fields[1], CultureInfo.InvariantCulture)), fields[2]);
        }
    }

    private static async Task CheckAsync(
        StoreFolder folder, Dictionary<(int Channel, long Seq), string> acknowledged)
    {
        await using var log = await folder.OpenAsync();
        for (var channel = 0; channel < CrashWriter.ChannelCount; channel++)
        {
            var page = await log.ReadAsync(
                new(CrashWriter.Channel(channel), 0, null, true, int.MaxValue), CancellationToken.None);
            Assert.Equal(
                Enumerable.Range(1, page.Entries.Count).Select(n => (long)n), page.Entries.Select(entry => entry.Seq));
            Assert.Equal(page.Entries.Count, page.Head);
            var stored = page.Entries.ToDictionary(
                entry => (channel, entry.Seq), entry => CrashWriter.HashOf(entry.Bytes.Span));
            foreach (var (place, hash) in acknowledged.Where(one => one.Key.Channel == channel))
                Assert.Equal(hash, stored.GetValueOrDefault(place));
        }
    }
}
