using System.Diagnostics;

namespace Tacit.Bench.Tests;

/// <summary>The benchmarks with tiny inputs, so that they cannot rot. What they measure is not looked at.</summary>
public sealed class SmokeTests
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Deliveries_are_measured_of_Tacit_and_of_others()
    {
        var report = await RunAsync(Path.Combine(Repository.Root, "bench/load/run"), "smoke");

        foreach (var server in new[] { "Tacit", "bare relay", "y-websocket, LevelDB" })
            Assert.Contains($"| 2×3 | {server} |", report, StringComparison.Ordinal);
        Assert.Contains("| Tacit | 0 of 1 |", report, StringComparison.Ordinal);
        Assert.Contains("## Joining", report, StringComparison.Ordinal);
        Assert.Contains("## Many channels", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_micro_benchmark_runs()
    {
        var program = Path.Combine(Repository.Root, "artifacts/bin/Bench.Micro/release/Tacit.Bench.Micro.dll");

        var report = await RunAsync("dotnet", program, "smoke");

        foreach (var step in new[] { "seal", "open", "verify", "encode", "decode", "append", "fan", "read a join" })
            Assert.Contains($"| '{step}", report, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["BENCH_BUILT"] = "1";
        using var process = Process.Start(start)!;
        using var giveUp = new CancellationTokenSource(TimeMax);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(giveUp.Token);
            var errors = process.StandardError.ReadToEndAsync(giveUp.Token);
            await process.WaitForExitAsync(giveUp.Token);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await errors}");
            return await output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
