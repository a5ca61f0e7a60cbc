using System.Diagnostics;

namespace Tacit.Bench.Load;

/// <summary>Works through a suite, says on standard error where it is, and keeps what it has after each step.</summary>
/// <param name="suite">What to do.</param>
/// <param name="findings">What was done, and is added to.</param>
internal sealed class Progress(Suite suite, Findings findings)
{
    /// <summary>Does what is left to do.</summary>
    /// <param name="path">Where to keep what was found so far; null for nowhere.</param>
    /// <param name="timeMax">Begins nothing more after so long; null for no such limit.</param>
    /// <returns>Whether all is done.</returns>
    public async Task<bool> RunAsync(string? path = null, TimeSpan? timeMax = null)
    {
        var begun = Stopwatch.GetTimestamp();
        foreach (var step in suite.Steps(findings).Where(one => !one.IsDone))
        {
            if (Stopwatch.GetElapsedTime(begun) > timeMax)
                return false;
            await Console.Error.WriteLineAsync($"{Stopwatch.GetElapsedTime(begun):mm\\:ss} {step.Name}");
            await step.RunAsync();
            if (path is not null)
                findings.Save(path);
        }

        return true;
    }
}
