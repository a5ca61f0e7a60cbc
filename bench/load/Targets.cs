namespace Tacit.Bench.Load;

/// <summary>
/// What was aimed at, and what came out. Absolute figures are those of the reference machine, whose relay is known.
/// </summary>
internal static class Targets
{
    private static readonly Saturation[] AtSaturation =
        [new("1×50", 0.08, 0.06, 4), new("100×5", 0.55, 0.45, 5), new("500×2", 2.0, 1.7, 2.5)];

    private const double IdleBytesMax = 6 * 1024, JoinMax = 5, FlatMax = 1.15;

    /// <summary>A row for each.</summary>
    public static Table Judge(Findings findings)
    {
        var table = new Table("target", "aimed at", "measured", "met");
        foreach (var target in AtSaturation)
            JudgeSaturation(table, findings, target);
        JudgePaced(table, findings);
        JudgeLatency(table, findings);
        if (findings.Idle.FirstOrDefault(one => one.Server == ServerKind.Tacit.Name) is { } idle)
        {
            Row(table, "bytes of a silent connection", $"≤ {IdleBytesMax:N0}", idle.BytesEach,
                idle.BytesEach <= IdleBytesMax);
        }

        if (findings.Joins.Where(one => one.LiveAfterSnapshot is not null).MaxBy(one => one.Entries) is { } join)
        {
            Row(table, $"join with a snapshot over {join.Entries:N0} entries, warm, ms", $"< {JoinMax}", join.Warm,
                join.Warm < JoinMax);
        }

        foreach (var row in Of(findings.Saturated, ServerKind.Tacit).Where(one => one.AllocatedPerDelivery is not null))
        {
            Row(table, $"bytes allocated for a delivery, {row.Scenario}", "0", row.AllocatedPerDelivery!.Value,
                row.AllocatedPerDelivery < 1);
        }

        JudgeFlatness(table, findings);
        return table;
    }

    private static void JudgeSaturation(Table table, Findings findings, Saturation target)
    {
        var rows = findings.Saturated.Where(one => one.Scenario == target.Scenario).ToArray();
        if (Of(rows, ServerKind.Tacit).FirstOrDefault() is not { } tacit)
            return;
        var relay = Of(rows, ServerKind.Relay).FirstOrDefault()?.CpuPer100K;
        Row(table, $"CPU s per 100,000, {target.Scenario}", $"≤ {target.CpuPer100K}", tacit.CpuPer100K,
            tacit.CpuPer100K <= target.CpuPer100K);
        if (relay is { } bare)
        {
            var ratio = target.CpuPer100K / target.RelayThere;
            Row(table, $"the same, times the bare relay's ({Figure.Short(bare)} here, {target.RelayThere} there)",
                $"≤ {Figure.Short(ratio)}", tacit.CpuPer100K / bare, tacit.CpuPer100K <= ratio * bare);
        }

        if (BestPeer(rows) is { } best)
        {
            Row(table, $"times better than the best peer ({best.Server}), {target.Scenario}", $"≥ {target.TimesBetter}",
                best.CpuPer100K / tacit.CpuPer100K, best.CpuPer100K >= target.TimesBetter * tacit.CpuPer100K);
        }
    }

    private static void JudgePaced(Table table, Findings findings)
    {
        foreach (var rows in findings.Paced.GroupBy(one => one.Scenario))
        {
            if (BestPeer([.. rows]) is not { } best || Of(rows, ServerKind.Tacit).FirstOrDefault() is not { } tacit)
                continue;
            Row(table, $"at {tacit.Pace:N0} deliveries/s, share of the best peer's CPU ({best.Server}), {rows.Key}",
                "≤ 0.5", tacit.CpuPer100K / best.CpuPer100K, tacit.CpuPer100K <= best.CpuPer100K / 2);
        }
    }

    private static void JudgeLatency(Table table, Findings findings)
    {
        foreach (var (peer, tacit) in findings.AtHalf)
        {
            Row(table, $"p99 ms at half of {peer.Server}'s saturation, {peer.Scenario}", $"< {Figure.Short(peer.P99)}",
                tacit.P99, tacit.P99 < peer.P99);
        }
    }

    private static void JudgeFlatness(Table table, Findings findings)
    {
        if (findings.Channels.Count < 2)
            return;
        var ordered = findings.Channels.OrderBy(one => one.Channels).ToArray();
        var (few, many) = (ordered[0], ordered[^1]);
        foreach (var (what, ratio) in new[]
        {
            ("that lie", many.CpuPer100KStored / few.CpuPer100KStored),
            ("that are joined", many.CpuPer100KJoined / few.CpuPer100KJoined),
        })
        {
            Row(table,
                $"cost of a delivery beside {many.Channels:N0} channels {what}, times that beside {few.Channels:N0}",
                $"≤ {FlatMax}", ratio, ratio <= FlatMax);
        }
    }

    private static IEnumerable<Measured> Of(IEnumerable<Measured> rows, ServerKind kind) =>
        rows.Where(one => one.Server == kind.Name);

    private static Measured? BestPeer(Measured[] rows) =>
        rows.Where(one => ServerKind.Named(one.Server).IsPeer).MinBy(one => one.CpuPer100K);

    private static void Row(Table table, string what, string aim, double measured, bool isMet) =>
        table.Row(what, aim, Figure.Short(measured), isMet ? "yes" : "**no**");

    private sealed record Saturation(string Scenario, double CpuPer100K, double RelayThere, double TimesBetter);
}
