using System.Globalization;
using Tacit.Bench.Load;

// What a delivery costs, of Tacit and of its peers. See docs/performance.md.
//   ./dev bench quick | full | smoke            a report; full writes it to bench/results
//   ./dev bench one SERVER ROOMSxCLIENTS [deliveries/s]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["one", var server, var scenario, .. var rest]:
        await MeasureOneAsync(server, scenario, rest is [var pace] ? double.Parse(pace) : null);
        return 0;
    case ["quick"]:
        Console.Write(Report.Write(await Suite.Quick.RunAsync(), Machine.Describe(), Machine.Today, []));
        return 0;
    case ["smoke"]:
        Console.Write(Report.Write(await Suite.Smoke.RunAsync(), Machine.Describe(), Machine.Today, []));
        return 0;
    case ["full"]:
        await WriteReportAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("bench: say quick, full, smoke, or one SERVER ROOMSxCLIENTS [deliveries/s]");
        return 64;
}

static async Task WriteReportAsync()
{
    var findings = await Suite.Full.RunAsync();
    var name = string.Create(CultureInfo.InvariantCulture, $"{Machine.Today:yyyy-MM-dd}-load");
    var plot = $"{name}-cost.svg";
    await File.WriteAllTextAsync(
        Path.Combine(Checkout.Results, plot), Plot.OfCost(findings.Saturated, "As fast as each goes"));
    var report = Report.Write(findings, Machine.Describe(), Machine.Today, [plot]);
    await File.WriteAllTextAsync(Path.Combine(Checkout.Results, $"{name}.md"), report);
    Console.Write(report);
}

static async Task MeasureOneAsync(string server, string scenario, double? pace)
{
    var kind = new[] { ServerKind.Tacit }.Concat(ServerKind.Peers)
        .First(one => one.Name.StartsWith(server, StringComparison.OrdinalIgnoreCase));
    var (rooms, seats) = scenario.Split('x') is [var r, var s] ? (int.Parse(r), int.Parse(s)) : (1, 50);
    var one = await new Scenario(rooms, seats, seats > 5 ? 4 : 2).MeasureAsync(kind, pace, Suite.Full.Lengths);
    await Console.Out.WriteLineAsync(
        $"{one.Server} {one.Scenario}: {one.DeliveriesPerSecond:F0} deliveries/s, {one.CpuPer100K:F3} CPU s per 100,000, "
        + $"p50 {one.P50:F2} p99 {one.P99:F2} p99.9 {one.P999:F2} ms, server {one.ServerLoad:P0}, generator {one.GeneratorLoad:P0} of a core"
        + (one.RanOut ? ", RAN OUT of edits" : "") + (one.FellBehind ? ", FELL BEHIND" : ""));
}
