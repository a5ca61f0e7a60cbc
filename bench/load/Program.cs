using System.Globalization;
using Tacit.Bench.Load;

// What a delivery costs, of Tacit and of its peers. See docs/performance.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var results = Checkout.Results;
try
{
    return args switch
    {
        ["quick"] => await PrintAsync(Suite.Quick),
        ["smoke"] => await PrintAsync(Suite.Smoke),
        ["full"] => await WriteAsync(timeMax: null),
        ["full", var seconds] => await WriteAsync(TimeSpan.FromSeconds(int.Parse(seconds))),
        ["report", var path] => WriteAgain(Findings.Read(path)),
        ["check"] => await RegressionCheck.RunAsync(results) ? 0 : 1,
        ["one", var server, var scenario] => await MeasureAsync(server, scenario, pace: null),
        ["one", var server, var scenario, var pace] => await MeasureAsync(server, scenario, double.Parse(pace)),
        _ => Explain(),
    };
}
catch (Exception error) when (error is ArgumentException or FormatException)
{
    await Console.Error.WriteLineAsync($"bench: {error.Message}");
    return 64;
}

static int Explain()
{
    Console.Error.WriteLine(
        """
        bench: say one of
          quick                                 two minutes: Tacit, a bare relay, one peer
          full [SECONDS]                        the report, to bench/results; or as much of it as can be begun in so
                                                long, and the rest the next time
          check                                 whether Tacit beside the relay is as good as in the last report
          smoke                                 everything with tiny inputs; the figures mean nothing
          one SERVER ROOMSxCLIENTS [PACE]       one measurement; PACE in deliveries a second
          report FILE                           writes the report of such figures again, to bench/results
        """);
    return 64;
}

static int Print(Findings findings)
{
    Console.Write(Report.Write(findings, plots: []));
    return 0;
}

static async Task<int> PrintAsync(Suite suite)
{
    var findings = Findings.Begin();
    await new Progress(suite, findings).RunAsync();
    return Print(findings);
}

static async Task<int> WriteAsync(TimeSpan? timeMax)
{
    var findings = File.Exists(Checkout.Unfinished) ? Findings.Read(Checkout.Unfinished) : Findings.Begin();
    if (!await new Progress(Suite.Full, findings).RunAsync(Checkout.Unfinished, timeMax))
    {
        await Console.Error.WriteLineAsync("bench: not finished; the same command goes on from here");
        return 2;
    }

    File.Delete(Checkout.Unfinished);
    return WriteAgain(findings);
}

static int WriteAgain(Findings findings)
{
    ReportFiles.Write(findings, Checkout.Results);
    return Print(findings);
}

static async Task<int> MeasureAsync(string server, string scenario, double? pace)
{
    var one = await new Measurement(
        ServerKind.Named(server), Scenario.Parse(scenario), pace, Suite.Full.Lengths).RunAsync();
    Console.WriteLine(
        $"{one.Server} {one.Scenario}: {one.DeliveriesPerSecond:F0} deliveries/s, "
        + $"{one.CpuPer100K:F3} CPU s per 100,000, p50 {one.P50:F2} p99 {one.P99:F2} p99.9 {one.P999:F2} ms, "
        + $"{one.AllocatedPerDelivery:F1} bytes allocated for each, server {one.ServerLoad:P0} and "
        + $"generator {one.GeneratorLoad:P0} of a core {Report.Doubts(one)}");
    return 0;
}
