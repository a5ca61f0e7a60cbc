using Tacit.Log.Contract;
using Tacit.Seeds;

namespace Tacit.Log.Postgres.Tests;

/// <summary>
/// Random runs of PostgresLogs beside a MemoryLog, which is the model. Two logs have the database open, and now one is
/// used and now the other: what each remembers is wrong again and again.
/// </summary>
public sealed class ModelTests
{
    [Fact]
    public Task The_stored_log_says_what_the_model_says() => Fuzz.RunAsync(8, async random =>
    {
        await using var database = await TestDatabase.MakeAsync();
        var time = new SetTime();
        ILog[] idle = [await database.OpenAsync(LogPair.Settings, time)];
        try
        {
            await using var pair = new LogPair(
                random,
                await database.OpenAsync(LogPair.Settings, time),
                time,
                async log =>
                {
                    if (random.Next(4) == 0)
                    {
                        await log.DisposeAsync();
                        return await database.OpenAsync(LogPair.Settings, time);
                    }

                    (var next, idle[0]) = (idle[0], log);
                    return next;
                });
            for (var step = 0; step < 150; step++)
                await pair.StepAsync();
            await pair.CompareAllAsync();
        }
        finally
        {
            await idle[0].DisposeAsync();
        }
    });
}
