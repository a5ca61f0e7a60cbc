using System.Globalization;

namespace Tacit.Crdt.Tests;

/// <summary>
/// Which random runs to do. <c>TACIT_SEEDS</c> says how many, for a long run; <c>TACIT_SEED</c> repeats one.
/// </summary>
internal static class Seeds
{
    /// <param name="usual">How many where nothing else is asked for.</param>
    /// <param name="most">How many in any case: each run takes long.</param>
    public static IEnumerable<int> Take(int usual, int most = int.MaxValue)
    {
        if (Read("TACIT_SEED") is { } one)
            return [one];
        return Enumerable.Range(1, Math.Min(most, Read("TACIT_SEEDS") ?? usual));
    }

    /// <summary>How a failed run is done again.</summary>
    public static string Replay(int seed, string test) =>
        $"TACIT_SEED={seed} dotnet test tests/Crdt.Tests --filter {test}";

    private static int? Read(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
