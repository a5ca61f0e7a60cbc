using System.Globalization;
using Spectre.Console;
using Tacit.Server.Watch;

namespace Tacit.Cli.Top;

/// <summary>The nodes as a table: one line each, and what they do together.</summary>
internal static class TopTable
{
    private static readonly string[] Columns =
    [
        "node", "state", "clients", "channels", "appends/s", "delivered/s", "in/s", "out/s", "commit p50", "p99",
        "queued", "links", "cpu", "memory", "disk free",
    ];

    /// <summary>As a table for a terminal.</summary>
    public static Table Draw(IReadOnlyList<NodeFigures> nodes)
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        foreach (var (name, at) in Columns.Select((name, at) => (name, at)))
        {
            var column = new TableColumn(new Text(name, new Style(decoration: Decoration.Dim))).NoWrap();
            table.AddColumn(at < 2 ? column.LeftAligned() : column.RightAligned());
        }

        foreach (var node in nodes)
        {
            var cells = Cells(node);
            var style = new Style(node.IsUp ? null : Color.Red);
            var state = new Style(node.IsUp && !node.IsCutOff ? Color.Green : Color.Red);
            table.AddRow(cells.Select((text, at) => new Text(text, at == 1 ? state : style)));
        }

        if (nodes.Count > 1)
            table.AddRow(Together(nodes).Select(text => new Text(text, new Style(decoration: Decoration.Bold))));
        return table;
    }

    /// <summary>As lines of text, in columns.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<NodeFigures> nodes)
    {
        List<string[]> rows = [Columns, .. nodes.Select(Cells)];
        if (nodes.Count > 1)
            rows.Add(Together(nodes));
        var widths = Columns.Select((_, at) => rows.Max(row => row[at].Length)).ToArray();
        foreach (var row in rows)
        {
            yield return string.Join(
                "  ", row.Select((text, at) => at < 2 ? text.PadRight(widths[at]) : text.PadLeft(widths[at])))
                .TrimEnd();
        }
    }

    private static string[] Cells(NodeFigures node) => !node.IsUp
        ? [node.Node, "down", .. Enumerable.Repeat("", Columns.Length - 2)]
        :
        [
            node.Node,
            node.IsCutOff ? "cut off" : "up",
            Number(node.Connections),
            Number(node.Channels),
            Number(node.AppendsPerSecond),
            Number(node.DeliveriesPerSecond),
            Bytes(node.ReceivedBytesPerSecond),
            Bytes(node.SentBytesPerSecond),
            Seconds(node.CommitP50Seconds),
            Seconds(node.CommitP99Seconds),
            Number(node.Queued),
            node.Links.Count == 0 ? "-" : $"{node.Links.Count(link => link.IsUp)}/{node.Links.Count}",
            $"{node.Processors * 100:0} %",
            Bytes(node.MemoryBytes),
            node.DiskFree is { } free ? $"{free * 100:0} %" : "-",
        ];

    private static string[] Together(IReadOnlyList<NodeFigures> nodes) =>
    [
        "together",
        $"{nodes.Count(node => node.IsUp)}/{nodes.Count}",
        Number(nodes.Sum(node => node.Connections)),
        Number(nodes.Where(node => node.Role is "core" or "all").Sum(node => node.Channels)),
        Number(nodes.Sum(node => node.AppendsPerSecond)),
        Number(nodes.Sum(node => node.DeliveriesPerSecond)),
        Bytes(nodes.Sum(node => node.ReceivedBytesPerSecond)),
        Bytes(nodes.Sum(node => node.SentBytesPerSecond)),
        "",
        "",
        Number(nodes.Sum(node => node.Queued)),
        "",
        $"{nodes.Sum(node => node.Processors) * 100:0} %",
        Bytes(nodes.Sum(node => node.MemoryBytes)),
        "",
    ];

    private static string Number(double value) =>
        value.ToString(value is > 0 and < 10 && value % 1 != 0 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);

    private static string Seconds(double? value) => value switch
    {
        null => "-",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{value * 1e6:0} µs"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1e3:0.0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} s"),
    };

    private static string Bytes(double value)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var at = 0;
        for (; value >= 1024 && at < units.Length - 1; at++)
            value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(value < 10 && at > 0 ? "0.0" : "0",
            CultureInfo.InvariantCulture)} {units[at]}");
    }
}
