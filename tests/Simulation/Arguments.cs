using System.Globalization;
using Tacit.Simulation.Checks;

namespace Tacit.Simulation;

/// <summary>What the command was asked.</summary>
internal sealed record Arguments
{
    /// <summary>Runs to tell of; if there are none, runs are searched.</summary>
    public List<ulong> Seeds { get; } = [];

    /// <summary>The first seed of a search.</summary>
    public ulong From { get; private set; } = (ulong)Random.Shared.NextInt64(1, 1_000_000_000_000);

    /// <summary>How many runs a search makes at most.</summary>
    public long Count { get; private set; } = 1000;

    /// <summary>How long a search takes at most.</summary>
    public TimeSpan Time { get; private set; } = TimeSpan.MaxValue;

    /// <summary>What is wrong on purpose.</summary>
    public Sabotage Sabotage { get; private set; }

    /// <summary>Reads them; false if they do not read.</summary>
    public static bool TryRead(string[] args, out Arguments arguments)
    {
        arguments = new();
        for (var at = 0; at < args.Length; at++)
        {
            var isRead = args[at].StartsWith("--", StringComparison.Ordinal)
                ? at + 1 < args.Length && arguments.TryReadOption(args[at], args[++at])
                : arguments.TryReadSeed(args[at]);
            if (!isRead)
                return false;
        }

        return true;
    }

    private bool TryReadSeed(string text)
    {
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            return false;
        Seeds.Add(seed);
        return true;
    }

    private bool TryReadOption(string name, string value)
    {
        switch (name)
        {
            case "--seeds" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                Count = count;
                return true;
            case "--minutes" when double.TryParse(
                value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes):
                (Time, Count) = (TimeSpan.FromMinutes(minutes), long.MaxValue);
                return true;
            case "--from" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var from):
                From = from;
                return true;
            case "--sabotage" when Enum.TryParse<Sabotage>(value, ignoreCase: true, out var sabotage):
                Sabotage = sabotage;
                return true;
            default:
                return false;
        }
    }
}
