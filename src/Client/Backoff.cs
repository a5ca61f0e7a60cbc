namespace Tacit.Client;

/// <summary>Full jitter: many clients that lost one server do not return at once. Source: connection.md §4.8.</summary>
internal static class Backoff
{
    private const double FirstMs = 250;
    private const double MostMs = 30_000;

    /// <summary>
    /// A random wait between 0 and min(30 s, 250 ms × 2ⁿ), or what the server asked for if that is longer.
    /// </summary>
    /// <param name="random">Draws the wait.</param>
    /// <param name="attempt">n, from 0.</param>
    /// <param name="atLeastMs">What the server asked for.</param>
    public static TimeSpan Wait(Random random, int attempt, long atLeastMs)
    {
        var drawn = random.NextDouble() * Math.Min(MostMs, FirstMs * Math.Pow(2, Math.Min(attempt, 30)));
        return TimeSpan.FromMilliseconds(Math.Max(drawn, atLeastMs));
    }
}
