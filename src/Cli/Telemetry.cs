using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Tacit.Server;
using Tacit.Server.Metrics;

namespace Tacit.Cli;

/// <summary>
/// Sends what a server counts to an OpenTelemetry collector, by OTLP over HTTP. How often and with which headers is
/// told by the environment variables of OpenTelemetry: <c>OTEL_METRIC_EXPORT_INTERVAL</c>,
/// <c>OTEL_EXPORTER_OTLP_HEADERS</c>.
/// </summary>
internal sealed class Telemetry : IAsyncDisposable
{
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(10);

    private readonly MeterProvider _provider;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _measuring;

    /// <summary>Starts to send.</summary>
    /// <param name="collector">Such as <c>http://127.0.0.1:4318</c>.</param>
    /// <param name="labels">Who counts.</param>
    /// <param name="server">What counts.</param>
    public Telemetry(Uri collector, NodeLabels labels, TacitServer server)
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource
                .AddService("tacit", serviceVersion: Version.Current, serviceInstanceId: labels.Node)
                .AddAttributes([new("tacit.role", labels.Role)]))
            .AddMeter(TacitServer.MeterName, "System.Runtime")
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = new Uri($"{collector.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/metrics");
            })
            .Build();
        _measuring = MeasureNowAndThenAsync(server);
    }

    /// <summary>Sends what was counted last, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _measuring;
        _provider.Dispose();
        _ended.Dispose();
    }

    private async Task MeasureNowAndThenAsync(TacitServer server)
    {
        using var timer = new PeriodicTimer(MeasureEvery);
        try
        {
            do
                await server.MeasureAsync(_ended.Token);
            while (await timer.WaitForNextTickAsync(_ended.Token));
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
    }
}
