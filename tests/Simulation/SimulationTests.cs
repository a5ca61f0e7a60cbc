using System.Diagnostics;
using System.Globalization;
using Tacit.Simulation.Checks;
using Xunit.Abstractions;

namespace Tacit.Simulation;

/// <summary>
/// Many short lives of a cluster under faults, on one thread. A failed test names its seeds:
/// <c>./dev simulate SEED</c> tells what happened in one.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    // A run takes some hundredths of a second; on a slow machine there are fewer of them.
    private static readonly TimeSpan SearchTime = TimeSpan.FromSeconds(20);

    private const int SabotageSeeds = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_seed_gives_the_same_run_again(int seed)
    {
        var first = Run.Make((ulong)seed);
        var second = Run.Make((ulong)seed, keepsLines: true);

        Assert.Equal(first.Sum, second.Sum);
        Assert.Equal(first.StepCount, second.StepCount);
    }

    [Fact]
    public void Every_promise_is_kept_through_faults()
    {
        var from = Environment.GetEnvironmentVariable("TACIT_SEED") is { } given
            ? ulong.Parse(given, CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64(1, 1_000_000_000);
        var clock = Stopwatch.StartNew();
        var (seed, faults) = (from, 0L);
        for (; clock.Elapsed < SearchTime; seed++)
        {
            var outcome = Run.Make(seed);
            faults += outcome.FaultCount;
            Assert.True(outcome.Violation is null, $"./dev simulate {seed}: {outcome.Violation}");
        }

        output.WriteLine($"{seed - from} seeds from {from}, {faults} faults");
    }

    [Theory]
    [InlineData(nameof(Sabotage.AnswersBeforeFlush))]
    [InlineData(nameof(Sabotage.NeverFlushes))]
    [InlineData(nameof(Sabotage.SkipsInPages))]
    [InlineData(nameof(Sabotage.IgnoresTokens))]
    [InlineData(nameof(Sabotage.LinkLoses))]
    [InlineData(nameof(Sabotage.LinkClosesSilently))]
    public void What_is_wrong_on_purpose_is_found(string what)
    {
        var sabotage = Enum.Parse<Sabotage>(what);
        var found = Enumerable.Range(1, SabotageSeeds)
            .Select(seed => Run.Make((ulong)seed, sabotage))
            .First(outcome => outcome.Violation is not null);

        output.WriteLine($"found by seed {found.Seed}: {found.Violation}");
    }
}
