using System.Net;
using System.Net.Sockets;
using Tacit.Scenario;

namespace Tacit.Operations;

/// <summary>
/// What a server counts arrives at an OpenTelemetry collector. Source of the numbers of fields: opentelemetry-proto,
/// metrics.proto.
/// </summary>
public sealed class OtlpTests : IDisposable
{
    private const int ResourceMetrics = 1;
    private const int Resource = 1;
    private const int Attributes = 1;
    private const int ScopeMetrics = 2;
    private const int Metrics = 2;
    private const int Name = 1;
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;
    private const int DataPoints = 1;
    private const int AsDouble = 4;
    private const int AsInt = 6;
    private const int ExplicitBounds = 7;

    // What was counted is in the next export, or, if that was under way, in the one after it.
    private const int ExportsMax = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpListener _collector = new();
    private readonly string _url;

    public OtlpTests()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _collector.Prefixes.Add($"{_url}/");
        _collector.Start();
    }

    public void Dispose() => _collector.Close();

    [Fact]
    public async Task A_collector_gets_the_counters_the_gauges_and_the_histograms()
    {
        var (server, metrics, resource) = await FirstExportAsync(["--otlp", _url]);
        await using (server)
        {
            Assert.Equal("tacit", resource["service.name"]);
            Assert.Equal("all", resource["service.instance.id"]);
            Assert.Equal("all", resource["tacit.role"]);
            Assert.Equal(0ul, Value(metrics["tacit_front_connections"], Gauge, AsInt));
            var seconds = Value(metrics["tacit_process_cpu_seconds"], Sum, AsDouble);
            Assert.True(BitConverter.UInt64BitsToDouble(seconds) > 0);
            Assert.Contains("dotnet.gc.collections", metrics.Keys);

            // Nothing was committed, so there is no point of a histogram yet; an append makes one, with our bounds.
            var (status, output) = await Tool.RunAsync(
                "dotnet", TacitCommand.Path, "pad", "new", "--title", "Stored", "--server", server.Url);
            Assert.True(status == 0, output);
            for (var n = 0; n < ExportsMax && !metrics.ContainsKey("tacit_storage_commit_seconds"); n++)
                (metrics, _) = await ExportAsync();
            var point = metrics["tacit_storage_commit_seconds"].Inner(Histogram).Single().Inner(DataPoints).Single();
            Assert.Equal(16, point.Inner(ExplicitBounds).Single().Bytes.Length / sizeof(double));
        }
    }

    [Fact]
    public async Task The_environment_of_OpenTelemetry_switches_it_on_too()
    {
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", _url);
        try
        {
            var (server, metrics, _) = await FirstExportAsync([]);
            await using (server)
                Assert.Contains("tacit_front_connections", metrics.Keys);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        }
    }

    private static ulong Value(ProtobufField metric, int kind, int number) =>
        metric.Inner(kind).Single().Inner(DataPoints).Single().Inner(number).Single().Bits;

    private async Task<(ServerProcess, Dictionary<string, ProtobufField>, Dictionary<string, string>)>
        FirstExportAsync(string[] options)
    {
        Environment.SetEnvironmentVariable("OTEL_METRIC_EXPORT_INTERVAL", "200");
        try
        {
            var server = await ServerProcess.StartAsync(options);
            var (metrics, resource) = await ExportAsync();
            return (server, metrics, resource);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_METRIC_EXPORT_INTERVAL", null);
        }
    }

    private async Task<(Dictionary<string, ProtobufField> Metrics, Dictionary<string, string> Resource)> ExportAsync()
    {
        var context = await _collector.GetContextAsync().WaitAsync(Patience);
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        Assert.Equal(("POST", "/v1/metrics"), (context.Request.HttpMethod, context.Request.Url!.AbsolutePath));
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        context.Response.Close();

        var export = ProtobufField.Read(body.ToArray()).Where(field => field.Number == ResourceMetrics).ToArray();
        var metrics = export.SelectMany(one => one.Inner(ScopeMetrics)).SelectMany(scope => scope.Inner(Metrics));
        var attributes = export.SelectMany(one => one.Inner(Resource)).SelectMany(one => one.Inner(Attributes));
        return (
            metrics.ToDictionary(metric => metric.Inner(Name).Single().Text),
            attributes.ToDictionary(
                pair => pair.Inner(1).Single().Text,
                pair => pair.Inner(2).Single().Inner(1).FirstOrDefault()?.Text ?? ""));
    }
}
