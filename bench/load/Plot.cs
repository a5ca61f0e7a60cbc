using System.Globalization;
using System.Text;

namespace Tacit.Bench.Load;

/// <summary>
/// A bar chart as SVG: one group of bars for each scenario, on a logarithmic scale. Reads in light and dark.
/// </summary>
/// <param name="Title">What was done.</param>
/// <param name="Unit">What the bars show.</param>
/// <param name="ValueOf">How long a bar is.</param>
internal sealed record Plot(string Title, string Unit, Func<Measured, double> ValueOf)
{
    private const int RowHeight = 22, GroupGap = 18, Left = 230, Width = 760, Top = 56, ValueWidth = 90;

    private const string Style = """
        <style>text{fill:#24272b}.soft{fill:#62666d}@media (prefers-color-scheme:dark){text{fill:#e7e5df}
        .soft{fill:#a2a5a8}}</style>
        """;

    /// <summary>Whether long bars are good.</summary>
    public bool IsMoreBetter { get; init; }

    /// <summary>Draws rows, which are ordered by scenario.</summary>
    public string Draw(IReadOnlyList<Measured> rows)
    {
        var groups = rows.GroupBy(row => row.Scenario).ToArray();
        var height = Top + (rows.Count * RowHeight) + (groups.Length * GroupGap) + 10;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" ");
        svg.Append("font-family=\"system-ui, sans-serif\" font-size=\"13\">\n").Append(Style).Append('\n');
        Text(svg, 12, 24, "font-size=\"16\" font-weight=\"600\"", Title);
        Text(svg, 12, 43, "class=\"soft\"", $"{Unit}, logarithmic; {(IsMoreBetter ? "more" : "less")} is better");
        var y = Top;
        foreach (var group in groups)
        {
            Text(svg, 12, y + 15, "font-weight=\"600\"", group.Key);
            foreach (var row in group)
            {
                DrawBar(svg, y, row, LengthOf(row, rows));
                y += RowHeight;
            }

            y += GroupGap;
        }

        return svg.Append("</svg>\n").ToString();
    }

    // Tacit green, the yardstick grey, the peers in one colour: the names tell them apart.
    private static string ColorOf(string server) =>
        server.StartsWith(ServerKind.Tacit.Name, StringComparison.Ordinal) ? "#1d7a5f"
        : server == ServerKind.Relay.Name ? "#8d9096"
        : "#8a6fb0";

    private static void Text(StringBuilder svg, double x, int y, string attributes, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y}\" {attributes}>{text}</text>\n");

    private double LengthOf(Measured row, IReadOnlyList<Measured> rows)
    {
        var (least, most) = (rows.Min(ValueOf) / 2, rows.Max(ValueOf));
        return Math.Log(ValueOf(row) / least) / Math.Log(most / least) * (Width - Left - ValueWidth);
    }

    private void DrawBar(StringBuilder svg, int y, Measured row, double length)
    {
        Text(svg, Left - 10, y + 15, "text-anchor=\"end\"", row.Server);
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y + 3}\" width=\"{length:F1}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"height=\"{RowHeight - 6}\" rx=\"3\" ");
        svg.Append(CultureInfo.InvariantCulture, $"fill=\"{ColorOf(row.Server)}\"/>");
        Text(svg, Left + length + 8, y + 15, "", Figure.Short(ValueOf(row)));
    }
}
