using System.Globalization;
using Tacit.Bench.Load;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var kinds = new[] { ServerKind.Tacit }.Concat(ServerKind.Peers).ToArray();
var wanted = args.Length > 0 ? kinds.Where(kind => kind.Name.StartsWith(args[0], StringComparison.OrdinalIgnoreCase)) : kinds;
var scenarios = new[] { new Scenario(1, 50, 4), new(100, 5, 2), new(500, 2, 2), new(5000, 1, 1) };
var lengths = new Lengths(TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("WARM") ?? "8", CultureInfo.InvariantCulture)), TimeSpan.FromSeconds(5), 40_000);
double? pace = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : null;
foreach (var kind in wanted)
{
    foreach (var scenario in scenarios.Where(one => args.Length < 2 || one.ToString().Replace('×', 'x') == args[1]))
    {
        var one = await scenario.MeasureAsync(kind, pace, lengths);
        Console.WriteLine($"{one.Server,-22} {one.Scenario,8} {one.DeliveriesPerSecond,10:F0}/s cpu/100k {one.CpuPer100K,6:F3} p50 {one.P50,7:F2} p99 {one.P99,7:F2} p999 {one.P999,7:F2} ms server {one.ServerLoad:P0} generator {one.GeneratorLoad:P0} {one.EditSizeBytes} B{(one.RanOut ? " RAN OUT" : "")}{(one.FellBehind ? " FELL BEHIND" : "")}");
    }
}
