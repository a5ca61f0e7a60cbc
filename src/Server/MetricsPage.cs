using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Tacit.Server.Storage;

namespace Tacit.Server;

/// <summary>
/// What the server counts, in the Prometheus text format, version 0.0.4. Holds numbers and codes; no ids, no addresses.
/// </summary>
internal sealed class MetricsPage : IDisposable
{
    /// <summary>The content type of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly List<MetricSeries> _series = [];
    private readonly MeterListener _listener = new();
    private readonly StorageRole _storage;

    /// <summary>Starts to count.</summary>
    /// <param name="meter">What to listen to.</param>
    /// <param name="storage">Asked what is stored, when the page is read.</param>
    public MetricsPage(Meter meter, StorageRole storage)
    {
        _storage = storage;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
                listener.EnableMeasurementEvents(instrument, Add(instrument));
        };

        // The state is the series itself: what is counted for each delivery must look nothing up and allocate nothing.
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, series) => ((MetricSeries)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(
            static (_, value, tags, series) => ((MetricSeries)series!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Writes the page.</summary>
    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        var usage = await _storage.MeasureAsync(cancellationToken);
        var blobs = await _storage.MeasureBlobsAsync(cancellationToken);
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var series in _series)
                series.Write(text);
        }

        Gauge(text, "tacit_store_channels", "Channels stored", usage.ChannelCount);
        Gauge(text, "tacit_store_entries", "Entries stored", usage.EntryCount);
        Gauge(text, "tacit_store_bytes", "Bytes of entries stored", usage.SizeBytes);
        Gauge(text, "tacit_store_blob_chunks", "Chunks of blobs stored", blobs.ChunkCount);
        Gauge(text, "tacit_store_blob_bytes", "Bytes of chunks stored", blobs.SizeBytes);
        Gauge(text, "tacit_process_memory_bytes", "Resident memory", Environment.WorkingSet);
        Line(
            text, "counter", "tacit_process_allocated_bytes_total", "Bytes allocated on the managed heap",
            GC.GetTotalAllocatedBytes(precise: false));
        return text.ToString();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private static void Gauge(StringBuilder text, string name, string help, long value) =>
        Line(text, "gauge", name, help, value);

    private static void Line(StringBuilder text, string type, string name, string help, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");

    private MetricSeries Add(Instrument instrument)
    {
        var series = new MetricSeries(instrument);
        lock (_gate)
            _series.Add(series);
        return series;
    }
}
