using System.Globalization;

namespace Tacit.Bench.Load;

/// <summary>A report with its figures and plots, side by side in one folder and named by its date.</summary>
internal static class ReportFiles
{
    /// <summary>What the names of figures end with.</summary>
    public const string FiguresSuffix = "-load.json";

    private const string Cpu = "CPU seconds of the server";

    private static readonly Plot Rate = new(
        "At saturation", "deliveries a second with the server on one core", one => one.DeliveriesPerSecond)
    {
        IsMoreBetter = true,
    };

    private static readonly Plot Latency = new(
        "At half of each peer's saturation", "milliseconds from send to receipt, 99 in 100", one => one.P99);

    /// <summary>Writes all of them.</summary>
    public static void Write(Findings findings, string folder)
    {
        var date = findings.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        findings.Save(Path.Combine(folder, date + FiguresSuffix));
        var plots = new List<string>();
        Draw("cost", new("At saturation", $"{Cpu} per 100,000 deliveries", one => one.CpuPer100K), findings.Saturated);
        Draw("rate", Rate, findings.Saturated);
        Draw("paced", new("At one pace", $"{Cpu} per 100,000 deliveries", one => one.CpuPer100K), findings.Paced);
        Draw("latency", Latency, [.. findings.AtHalf.SelectMany(Labelled)]);
        File.WriteAllText(Path.Combine(folder, $"{date}-load.md"), Report.Write(findings, plots));

        void Draw(string what, Plot plot, IReadOnlyList<Measured> rows)
        {
            var name = $"{date}-load-{what}.svg";
            File.WriteAllText(Path.Combine(folder, name), plot.Draw(rows));
            plots.Add(name);
        }
    }

    private static IEnumerable<Measured> Labelled(AtHalf pair) =>
        [pair.Peer, pair.Tacit with { Server = "Tacit at that pace" }];
}
