using System.Globalization;
using System.Text;
using Tacit.Faults.Catalogue;

namespace Tacit.Faults;

/// <summary>What came of many faults, as a table to read and to keep.</summary>
internal sealed class FaultTable
{
    private readonly List<FaultRun> _runs = [];

    /// <summary>Whether nothing that was promised was broken.</summary>
    public bool IsGreen => _runs.All(run => run.IsGreen);

    /// <summary>One run, as it is told when it is over.</summary>
    public static string Line(FaultRun run)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(run.IsGreen ? "ok  " : "FAIL")} {run.Fault.Name,-28} ");
        text.Append(CultureInfo.InvariantCulture, $"{run.AcknowledgedCount,7} acknowledged");
        if (run.Waits.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", wait {Middle(run.Waits).TotalSeconds,5:F2} s at half, ");
            text.Append(CultureInfo.InvariantCulture, $"{run.Waits[^1].TotalSeconds,5:F2} s at most");
        }

        foreach (var violation in run.Violations.Take(5))
            text.Append("\n       ").Append(violation);
        if (run.Folder is not null)
            text.Append("\n       output: ").Append(run.Folder);
        return text.ToString();
    }

    /// <summary>Adds what came of one.</summary>
    public void Add(FaultRun run) => _runs.Add(run);

    /// <summary>A line for each fault, over all its runs.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| fault | runs | entries acknowledged | violations | longest wait, half the clients | all |");
        text.AppendLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var runs in _runs.GroupBy(run => run.Fault.Name))
        {
            var measured = runs.Where(run => run.Waits.Length > 0).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| {runs.Key} | {runs.Count()} ");
            text.Append(CultureInfo.InvariantCulture, $"| {runs.Sum(run => run.AcknowledgedCount)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {runs.Sum(run => run.Violations.Count)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Seconds(measured.Select(run => Middle(run.Waits)))} ");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Seconds(measured.Select(run => run.Waits[^1]))} |");
        }

        return text.ToString();
    }

    private static TimeSpan Middle(TimeSpan[] sorted) => sorted[sorted.Length / 2];

    private static string Seconds(IEnumerable<TimeSpan> each)
    {
        var all = each.Order().ToArray();
        return all.Length switch
        {
            0 => "–",
            1 => string.Create(CultureInfo.InvariantCulture, $"{all[0].TotalSeconds:F1} s"),
            _ => string.Create(
                CultureInfo.InvariantCulture, $"{all[0].TotalSeconds:F1} to {all[^1].TotalSeconds:F1} s"),
        };
    }
}
