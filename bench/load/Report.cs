using System.Globalization;
using System.Text;

namespace Tacit.Bench.Load;

/// <summary>Writes findings as Markdown. What limits trust in a row stands behind it.</summary>
internal static class Report
{
    private const string About = """
        `./dev bench full`. The server is pinned to one core, the load generator (`bench/load`) to others. Every client
        writes lines of 100 characters as Yjs updates, each server's in its own envelope. Tacit's are real sealed and
        signed entries, acknowledged and shown to others after the commit was flushed. *Bare relay* is no peer: it
        passes messages on over Kestrel connections and keeps and checks nothing, so it says what this machine can
        deliver at all. CPU is of the server, user and system; latency from send to receipt; *allocated* is what the
        managed heap gave out for each delivery. In rooms of one, the server's answer stands for the delivery,
        or the echo of y-websocket, which gives no answer. How to read this, and how to run it again:
        [performance.md](../../docs/performance.md).

        """;

    /// <summary>The report.</summary>
    /// <param name="findings">What was measured.</param>
    /// <param name="plots">File names of the plots beside the report.</param>
    public static string Write(Findings findings, IReadOnlyList<string> plots)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Deliveries, {findings.Date:yyyy-MM-dd}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{findings.Machine}\n\n{About}\n");
        Add(text, "Targets", findings.Saturated, _ => Targets.Judge(findings));
        foreach (var plot in plots)
            text.Append(CultureInfo.InvariantCulture, $"![{plot}]({plot})\n\n");
        Add(text, "As fast as each goes", findings.Saturated, Deliveries);
        Add(text, "All at one pace", findings.Paced, Deliveries);
        Add(text, "Latency at half of what each peer can do", findings.AtHalf, Latencies);
        Add(text, "Killed right after an edit was answered or shown", findings.Losses, Losses);
        Add(text, "Memory of a silent connection", findings.Idle, Idle);
        Add(text, "Joining, Tacit: milliseconds from JOIN to LIVE, at the client", findings.Joins, Joins);
        Add(text, "Many channels, Tacit", findings.Channels, Channels);
        return text.ToString().TrimEnd() + "\n";
    }

    /// <summary>What limits trust in a row; empty for nothing.</summary>
    public static string Doubts(Measured row)
    {
        var doubts = new List<string>();
        if (row.IsLimitedByGenerator)
            doubts.Add("the generator was the limit, the server could more");
        if (row.RanOut)
            doubts.Add("prepared edits ran out");
        if (row.FellBehind)
            doubts.Add("the generator could not keep the pace");
        if (row.Pace is { } pace && row.DeliveriesPerSecond < pace * 0.95)
            doubts.Add("the server could not keep the pace");
        return string.Join("; ", doubts);
    }

    private static void Add<T>(
        StringBuilder text, string title, IReadOnlyList<T> rows, Func<IReadOnlyList<T>, Table> write)
    {
        if (rows.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{write(rows)}\n");
    }

    private static Table Deliveries(IReadOnlyList<Measured> rows)
    {
        var table = new Table(
            "rooms × clients", "server", "deliveries/s", "CPU s per 100,000", "times Tacit's", "p50 ms", "p99 ms",
            "p99.9 ms", "allocated, bytes", "bytes of an edit", "server's core", "generator's", "doubts");
        foreach (var row in rows)
        {
            var tacit = rows.Single(one => one.Server == ServerKind.Tacit.Name && one.Scenario == row.Scenario);
            table.Row(
                row.Scenario, row.Server, $"{row.DeliveriesPerSecond:N0}", Figure.Short(row.CpuPer100K),
                $"{row.CpuPer100K / tacit.CpuPer100K:F1}", Figure.Short(row.P50), Figure.Short(row.P99),
                Figure.Short(row.P999), row.AllocatedPerDelivery is { } bytes ? Figure.Short(bytes) : "",
                $"{row.EditSizeBytes}", $"{row.ServerLoad:P0}", $"{row.GeneratorLoad:P0}", Doubts(row));
        }

        return table;
    }

    private static Table Latencies(IReadOnlyList<AtHalf> pairs)
    {
        var table = new Table(
            "rooms × clients", "peer", "deliveries/s", "its p50", "p99", "p99.9 ms", "Tacit's p50", "p99", "p99.9 ms",
            "doubts");
        foreach (var (peer, tacit) in pairs)
        {
            table.Row(
                peer.Scenario, peer.Server, $"{peer.Pace:N0}", Figure.Short(peer.P50), Figure.Short(peer.P99),
                Figure.Short(peer.P999), Figure.Short(tacit.P50), Figure.Short(tacit.P99), Figure.Short(tacit.P999),
                string.Join("; ", new[] { Doubts(peer), Doubts(tacit) }.Where(doubt => doubt.Length > 0)));
        }

        return table;
    }

    private static Table Losses(IReadOnlyList<Loss> losses)
    {
        var table = new Table("server", "lost", "what it promises");
        foreach (var loss in losses)
            table.Row(loss.Server, $"{loss.Lost} of {loss.Trials}", loss.Promise);
        return table;
    }

    private static Table Idle(IReadOnlyList<IdleCost> costs)
    {
        var table = new Table("server", "connections", "bytes each");
        foreach (var cost in costs)
            table.Row(cost.Server, $"{cost.Connections:N0}", $"{cost.BytesEach:N0}");
        return table;
    }

    private static Table Joins(IReadOnlyList<JoinTime> joins)
    {
        var table = new Table("entries", "after a snapshot", "first after a start", "first of the channel", "warm");
        foreach (var join in joins)
        {
            var after = join.LiveAfterSnapshot is { } live ? $"{live:N0}" : "no snapshot";
            table.Row(
                $"{join.Entries:N0}", after, Figure.Short(join.First), Figure.Short(join.Cold),
                Figure.Short(join.Warm));
        }

        return table;
    }

    private static Table Channels(IReadOnlyList<ChannelCost> costs)
    {
        var table = new Table(
            "channels beside", "CPU s per 100,000, they lie", "p99 ms", "all are joined", "p99 ms", "bytes each joined",
            "start, s");
        foreach (var cost in costs)
        {
            table.Row(
                $"{cost.Channels:N0}", Figure.Short(cost.CpuPer100KStored), Figure.Short(cost.P99Stored),
                Figure.Short(cost.CpuPer100KJoined), Figure.Short(cost.P99Joined), $"{cost.BytesEach:N0}",
                Figure.Short(cost.StartSeconds));
        }

        return table;
    }
}
