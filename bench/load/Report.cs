using System.Globalization;
using System.Text;

namespace Tacit.Bench.Load;

/// <summary>Writes findings as Markdown. What limits trust in a row stands behind it.</summary>
internal static class Report
{
    /// <summary>The report.</summary>
    /// <param name="findings">What was measured.</param>
    /// <param name="machine">On what.</param>
    /// <param name="date">When.</param>
    /// <param name="plots">File names of the plots beside the report.</param>
    public static string Write(Findings findings, string machine, DateOnly date, IReadOnlyList<string> plots)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Deliveries, {date:yyyy-MM-dd}\n\n{machine}\n");
        text.Append(
            "Each server is pinned to one core, the load generator (`bench/load`) to others. Every client writes lines of 100 characters as Yjs updates; "
            + "Tacit's are sealed and signed, and acknowledged after a flush. Rooms × clients. CPU is of the server, user and system. Latency is from send to receipt.\n");
        foreach (var plot in plots)
            text.Append(CultureInfo.InvariantCulture, $"\n![{plot}]({plot})\n");

        text.Append("\n## As fast as each goes\n\n");
        text.Append("| rooms × clients | server | deliveries/s | CPU s per 100,000 | times Tacit's | p50 ms | p99 ms | p99.9 ms | bytes of an edit | |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        WriteRows(text, findings.Saturated);

        text.Append("\n## At one pace\n\n");
        text.Append("| rooms × clients | server | deliveries/s | CPU s per 100,000 | times Tacit's | p50 ms | p99 ms | p99.9 ms | bytes of an edit | |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        WriteRows(text, findings.Paced);

        text.Append("\n## Latency at half of what each peer can do\n\n");
        text.Append("| rooms × clients | peer | deliveries/s | its p50, p99, p99.9 ms | Tacit's at that pace | |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var (peer, tacit) in findings.AtHalf)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {peer.Scenario} | {peer.Server} | {peer.Pace:F0} | {peer.P50:F2}, {peer.P99:F2}, {peer.P999:F2} | {tacit.P50:F2}, {tacit.P99:F2}, {tacit.P999:F2} | {Doubts(peer)}{Doubts(tacit)} |\n");
        }

        text.Append("\n## Killed at the moment an edit was shown to others\n\n| server | lost | what it promises |\n| --- | --- | --- |\n");
        foreach (var (kind, lost, trials) in findings.Lost)
            text.Append(CultureInfo.InvariantCulture, $"| {kind.Name} | {lost} of {trials} | {kind.Promise} |\n");

        text.Append("\n## Memory of a silent connection\n\n| server | bytes |\n| --- | --- |\n");
        foreach (var (server, bytes) in findings.IdleBytes)
            text.Append(CultureInfo.InvariantCulture, $"| {server} | {bytes:F0} |\n");

        text.Append("\n## Joining, Tacit\n\n| entries | after a snapshot | first after a start, ms | warm, ms |\n| --- | --- | --- | --- |\n");
        foreach (var (entries, live, times) in findings.Joins)
        {
            var after = live is { } count ? $"{count} live" : "no snapshot";
            text.Append(CultureInfo.InvariantCulture, $"| {entries} | {after} | {times.Cold:F1} | {times.Warm:F1} |\n");
        }

        text.Append("\n## Starting, Tacit\n\n| channels | seconds until it takes connections |\n| --- | --- |\n");
        foreach (var (channels, seconds) in findings.Starts)
            text.Append(CultureInfo.InvariantCulture, $"| {channels} | {seconds:F2} |\n");
        return text.ToString();
    }

    private static void WriteRows(StringBuilder text, List<Measured> rows)
    {
        foreach (var row in rows)
        {
            var tacit = rows.Single(one => one.Server == ServerKind.Tacit.Name && one.Scenario == row.Scenario);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Scenario} | {row.Server} | {row.DeliveriesPerSecond:F0} | {row.CpuPer100K:F3} | {row.CpuPer100K / tacit.CpuPer100K:F1} | {row.P50:F2} | {row.P99:F2} | {row.P999:F2} | {row.EditSizeBytes} | {Doubts(row)} |\n");
        }
    }

    private static string Doubts(Measured row)
    {
        var doubts = new List<string>();
        if (row.GeneratorLoad > 0.9)
            doubts.Add(string.Create(CultureInfo.InvariantCulture, $"the generator used {row.GeneratorLoad:P0} of a core"));
        if (row.RanOut)
            doubts.Add("prepared edits ran out");
        if (row.FellBehind)
            doubts.Add("the generator could not keep the pace");
        if (row.Pace is { } pace && row.DeliveriesPerSecond < pace * 0.95)
            doubts.Add("the server could not keep the pace");
        return string.Join("; ", doubts);
    }
}
