using System.Diagnostics;
using System.Globalization;

namespace Tacit.Simulation;

/// <summary>What <c>./dev simulate</c> runs.</summary>
internal static class Command
{
    private const string Usage =
        """
        usage: simulate [SEED…] [--seeds N] [--minutes M] [--from SEED] [--sabotage NAME]
          SEED…           tell what happens in these runs
          --seeds N       make N runs (1000)
          --minutes M     make runs for M minutes
          --from SEED     the first seed; else a random one
          --sabotage NAME build something wrong in, to see it found
        """;

    private static readonly TimeSpan SayInterval = TimeSpan.FromSeconds(30);

    /// <summary>The entry point.</summary>
    /// <returns>0 if all was well, 1 if something was found, 64 if the arguments do not read.</returns>
    public static int Main(string[] args)
    {
        if (!Arguments.TryRead(args, out var arguments))
        {
            Console.Error.WriteLine(Usage);
            return 64;
        }

        return arguments.Seeds.Count > 0 ? Tell(arguments) : Search(arguments);
    }

    private static int Tell(Arguments arguments)
    {
        var isWell = true;
        foreach (var seed in arguments.Seeds)
        {
            var outcome = Run.Make(seed, arguments.Sabotage, keepsLines: true);
            foreach (var line in outcome.Lines)
                Console.WriteLine(line);
            Console.WriteLine(Summary(outcome));
            isWell &= outcome.Violation is null;
        }

        return isWell ? 0 : 1;
    }

    private static int Search(Arguments arguments)
    {
        var total = new Tally();
        var clock = Stopwatch.StartNew();
        var said = TimeSpan.Zero;
        Console.WriteLine($"seeds from {arguments.From}");
        for (var seed = arguments.From; total.RunCount < arguments.Count && clock.Elapsed < arguments.Time; seed++)
        {
            var outcome = Run.Make(seed, arguments.Sabotage);
            total.Add(outcome);
            if (outcome.Violation is not null)
                Console.WriteLine(Summary(outcome));
            if (clock.Elapsed - said < SayInterval)
                continue;
            said = clock.Elapsed;
            Console.WriteLine(total.ToString(said));
        }

        Console.WriteLine(total.ToString(clock.Elapsed));
        return total.ViolationCount == 0 ? 0 : 1;
    }

    private static string Summary(Outcome outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {outcome.Seed}: {outcome.Violation ?? "all is well"}\n"
        + $"  after {outcome.Time.TotalSeconds:F1} s, {outcome.StepCount} steps, {outcome.FaultCount} faults, "
        + $"{outcome.EntryCount} entries; trace {outcome.Sum:x16}");

    private sealed class Tally
    {
        private long _stepCount;
        private long _faultCount;
        private long _entryCount;

        public long RunCount { get; private set; }

        public long ViolationCount { get; private set; }

        public void Add(Outcome outcome)
        {
            RunCount++;
            _stepCount += outcome.StepCount;
            _faultCount += outcome.FaultCount;
            _entryCount += outcome.EntryCount;
            if (outcome.Violation is not null)
                ViolationCount++;
        }

        public string ToString(TimeSpan time) => string.Create(
            CultureInfo.InvariantCulture,
            $"{RunCount} seeds, {_faultCount} faults, {_entryCount} entries, {_stepCount} steps, {ViolationCount} "
            + $"violations in {time.TotalSeconds:F0} s: {RunCount / time.TotalSeconds:F1} seeds/s, "
            + $"{_faultCount / time.TotalSeconds:F0} faults/s");
    }
}
