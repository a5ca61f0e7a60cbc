using Tacit.Log.Contract;
using Tacit.Seeds;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>
/// Random runs of a SqliteLog beside a MemoryLog, which is the model: both must say the same to everything.
/// </summary>
public sealed class ModelTests
{
    [Fact]
    public Task The_stored_log_says_what_the_model_says() => Fuzz.RunAsync(20, async random =>
    {
        using var folder = new StoreFolder();
        var time = new SetTime();
        await using var pair = new LogPair(
            random,
            await folder.OpenAsync(LogPair.Settings, time),
            time,
            async log =>
            {
                if (random.Next(2) == 0)
                    await log.DisposeAsync();
                else
                    await LeaveAsync(folder, log);
                return await folder.OpenAsync(LogPair.Settings, time);
            });
        for (var step = 0; step < 150; step++)
            await pair.StepAsync();
        await pair.CompareAllAsync();
    });

    // As a killed process leaves it.
    private static async Task LeaveAsync(StoreFolder folder, ILog log)
    {
        using var copy = new StoreFolder();
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(folder.Store + suffix, copy.Store + suffix);
        await log.DisposeAsync();
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(copy.Store + suffix, folder.Store + suffix, overwrite: true);
    }
}
