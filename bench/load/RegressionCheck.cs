namespace Tacit.Bench.Load;

/// <summary>
/// Compares what Tacit costs beside the bare relay, both measured now, with the same ratio in the newest committed
/// figures: times differ from machine to machine, ratios hardly do.
/// </summary>
internal static class RegressionCheck
{
    /// <summary>How much larger a ratio may be: runs of the same code differ.</summary>
    public const double ToleranceMax = 1.3;

    /// <summary>Measures, and prints a table.</summary>
    /// <param name="folder">Where the figures are.</param>
    /// <returns>Whether no ratio has grown beyond the tolerance.</returns>
    /// <exception cref="ArgumentException">There are no figures to compare with.</exception>
    public static async Task<bool> RunAsync(string folder)
    {
        var path = Directory.EnumerateFiles(folder, "*" + ReportFiles.FiguresSuffix).Max(StringComparer.Ordinal)
            ?? throw new ArgumentException($"There is no *{ReportFiles.FiguresSuffix} in {folder}; run full first.");
        var known = Findings.Read(path);
        var table = new Table("rooms × clients", "ratio to the relay, then", "now", "");
        var isGood = true;
        foreach (var scenario in known.Saturated.Select(one => Scenario.Parse(one.Scenario)).Distinct())
        {
            var now = new List<Measured>();
            foreach (var kind in new[] { ServerKind.Tacit, ServerKind.Relay })
            {
                await Console.Error.WriteLineAsync($"{kind.Name}: {scenario}");
                now.Add(await new Measurement(kind, scenario, pace: null, Suite.Quick.Lengths).RunAsync());
            }

            var (before, after) = (Ratio(known.Saturated, scenario), Ratio(now, scenario));
            var isWorse = after > before * ToleranceMax;
            isGood &= !isWorse;
            table.Row($"{scenario}", Figure.Short(before), Figure.Short(after), isWorse ? "**worse**" : "");
        }

        Console.Write($"Beside {Path.GetFileName(path)}, with a tolerance of {ToleranceMax - 1:P0}:\n\n{table}");
        return isGood;
    }

    private static double Ratio(List<Measured> rows, Scenario scenario) =>
        rows.Single(one => one.Is(ServerKind.Tacit, scenario)).CpuPer100K
        / rows.Single(one => one.Is(ServerKind.Relay, scenario)).CpuPer100K;
}
