using System.Globalization;
using System.Text;

namespace Tacit.Bench.Load;

/// <summary>A bar chart as SVG: one group of bars for each scenario, logarithmic, lower is better. Reads in light and dark.</summary>
internal static class Plot
{
    private const int RowHeight = 22, GroupGap = 18, Left = 190, Width = 760, Top = 56;

    private static readonly string[] Colors = ["#1d7a5f", "#8a6fb0", "#b07a3c", "#4f7fb5", "#a8574f"];

    /// <summary>CPU seconds per 100,000 deliveries of each server in each scenario.</summary>
    public static string OfCost(IReadOnlyList<Measured> rows, string title)
    {
        var groups = rows.GroupBy(row => row.Scenario).ToArray();
        var height = Top + (rows.Count * RowHeight) + (groups.Length * GroupGap) + 10;
        var (least, most) = (rows.Min(row => row.CpuPer100K) / 2, rows.Max(row => row.CpuPer100K));
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n");
        svg.Append("<style>text{fill:#24272b}.soft{fill:#62666d}@media (prefers-color-scheme:dark){text{fill:#e7e5df}.soft{fill:#a2a5a8}}</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"12\" y=\"24\" font-size=\"16\" font-weight=\"600\">{title}</text>\n");
        svg.Append("<text class=\"soft\" x=\"12\" y=\"43\">CPU seconds of the server per 100,000 deliveries, logarithmic; less is better</text>\n");
        var y = Top;
        foreach (var group in groups)
        {
            var at = 0;
            foreach (var row in group)
            {
                var length = Math.Log(row.CpuPer100K / least) / Math.Log(most / least) * (Width - Left - 90);
                var label = at == 0 ? $"{row.Scenario}   {row.Server}" : row.Server;
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{y + 15}\" text-anchor=\"end\">{label}</text>");
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y + 3}\" width=\"{length:F1}\" height=\"{RowHeight - 6}\" rx=\"3\" fill=\"{Colors[at++ % Colors.Length]}\"/>");
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + length + 8:F1}\" y=\"{y + 15}\">{row.CpuPer100K:0.###}</text>\n");
                y += RowHeight;
            }

            y += GroupGap;
        }

        return svg.Append("</svg>\n").ToString();
    }
}
