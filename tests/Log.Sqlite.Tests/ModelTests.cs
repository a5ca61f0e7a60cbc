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
        await using var pair = await LogPair.OpenAsync(random);
        for (var step = 0; step < 150; step++)
            await pair.StepAsync();
        await pair.CompareAllAsync();
    });
}
