using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

// What single steps of a delivery cost. Usage: ./dev bench micro [--filter PATTERN]; or smoke: each once, to see that
// it runs.
// In this process, because the tool's own builds know nothing of this repository's settings.
var isSmoke = args is ["smoke"];
var job = (isSmoke ? Job.Dry : Job.Default.WithWarmupCount(3).WithIterationCount(10).WithMinIterationTime(new(100)))
    .WithToolchain(InProcessNoEmitToolchain.Instance);
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithArtifactsPath(Path.Combine("artifacts", "bench", "micro"))
    .WithOption(ConfigOptions.JoinSummary, true);
var chosen = isSmoke || args.Length == 0 ? ["--filter", "*"] : args;
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(chosen, config);
var isGood = summaries.All(one => !one.HasCriticalValidationErrors && one.Reports.All(report => report.Success));
return isGood ? 0 : 1;
