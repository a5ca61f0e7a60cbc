using System.Diagnostics.Metrics;
using System.Text;

namespace Tacit.Server.Metrics;

/// <summary>
/// What a node counts, in the Prometheus text format, version 0.0.4. Holds numbers and codes; no ids of channels, no
/// addresses of people.
/// </summary>
public sealed class MetricsPage : IDisposable
{
    /// <summary>The content type of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly List<MetricSeries> _series = [];
    private readonly MeterListener _listener = new();
    private readonly Func<CancellationToken, Task> _measure;

    /// <summary>Starts to count.</summary>
    /// <param name="meter">What to listen to.</param>
    /// <param name="labels">Who counts.</param>
    /// <param name="measure">Run before the page is written: brings figures up to date that need a wait.</param>
    public MetricsPage(Meter meter, NodeLabels labels, Func<CancellationToken, Task> measure)
    {
        _measure = measure;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
                listener.EnableMeasurementEvents(instrument, Add(new MetricSeries(instrument, labels.ToString())));
        };

        // The state is the series itself: what is counted for each delivery must look nothing up and allocate nothing.
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, series) => ((MetricSeries)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(
            static (_, value, tags, series) => ((MetricSeries)series!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, series) => ((MetricSeries)series!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Writes the page.</summary>
    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        await _measure(cancellationToken);
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var series in _series)
                series.Forget();
            _listener.RecordObservableInstruments();
            foreach (var series in _series)
                series.Write(text);
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private MetricSeries Add(MetricSeries series)
    {
        lock (_gate)
            _series.Add(series);
        return series;
    }
}
