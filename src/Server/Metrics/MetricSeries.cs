using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Tacit.Server.Metrics;

/// <summary>
/// One instrument's numbers, by tags: a counter, a gauge, or a histogram with real buckets. Any thread. Counting under
/// tags that were seen before allocates nothing.
/// </summary>
internal sealed class MetricSeries
{
    // Numbers are kept as integers, so that adding needs no loop: those of fractional instruments in billionths.
    private const double Billion = 1e9;

    private static readonly double[] SizeBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

    private readonly string _name;
    private readonly string _help;
    private readonly string _type;
    private readonly string _nodeLabels;
    private readonly double _perUnit;
    private readonly double[] _bounds;
    private readonly bool _sets;
    private bool _isSet;
    private readonly MetricCell _untagged;
    private readonly ConcurrentDictionary<(object? First, object? Second), MetricCell> _byTags = new();

    /// <summary>Starts at nothing.</summary>
    /// <param name="instrument">What it shows. Its bounds are those of its advice.</param>
    /// <param name="nodeLabels">Put before the tags of each sample.</param>
    public MetricSeries(Instrument instrument, string nodeLabels)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        _type = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter"
            : kind == typeof(Histogram<>) ? "histogram" : "gauge";
        _sets = instrument.IsObservable;
        _perUnit = instrument.GetType().GetGenericArguments()[0] == typeof(double) ? Billion : 1;
        _bounds = instrument switch
        {
            Histogram<double> histogram => [.. histogram.Advice?.HistogramBucketBoundaries ?? SizeBounds],
            Histogram<long> => SizeBounds,
            _ => [],
        };
        _name = _type == "counter" ? $"{instrument.Name}_total" : instrument.Name;
        _help = instrument.Description ?? instrument.Name;
        _nodeLabels = nodeLabels;
        _untagged = NewCell(nodeLabels);
    }

    /// <summary>Counts a measurement; of its tags, the first two.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Record(value, (long)Math.Round(value * _perUnit), tags);

    /// <inheritdoc cref="Record(double, ReadOnlySpan{KeyValuePair{string, object?}})" />
    public void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Record(value, value, tags);

    /// <summary>Before observable instruments are read: what is not there any more must not be shown.</summary>
    public void Forget()
    {
        _isSet = false;
        if (_sets)
            _byTags.Clear();
    }

    /// <summary>Writes the lines of the series.</summary>
    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {_help}\n# TYPE {_name} {_type}\n");

        // What was not counted yet is shown as nothing, so that a rate has something to grow from. A gauge with tags
        // that has nothing to tell of, such as links before there are any, is not.
        IEnumerable<MetricCell> cells = _byTags.IsEmpty && (!_sets || _isSet) ? [_untagged] : _byTags.Values;
        foreach (var cell in cells.OrderBy(cell => cell.Labels, StringComparer.Ordinal))
        {
            if (_type == "histogram")
                WriteHistogram(text, cell);
            else
                Sample(text, _name, cell.Labels, cell.Value / _perUnit);
        }
    }

    private static void Sample(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n");

    private void Record(double value, long inUnits, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var cell = tags.IsEmpty ? _untagged : Cell(tags);
        if (_sets)
            cell.Set(inUnits);
        else
            cell.Add(inUnits);
        _isSet |= tags.IsEmpty;
        if (_bounds.Length > 0)
            cell.Count(BucketOf(value));
    }

    private MetricCell Cell(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (tags.Length > 0 ? tags[0].Value : null, tags.Length > 1 ? tags[1].Value : null);
        if (_byTags.TryGetValue(key, out var cell))
            return cell;
        var labels = new StringBuilder(_nodeLabels);
        foreach (var tag in tags)
            labels.Append(CultureInfo.InvariantCulture, $",{tag.Key}=\"{Escape($"{tag.Value}")}\"");
        return _byTags.GetOrAdd(key, NewCell(labels.ToString()));
    }

    private MetricCell NewCell(string labels) => new(labels, _bounds.Length == 0 ? 0 : _bounds.Length + 1);

    private static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);

    private int BucketOf(double value)
    {
        var at = 0;
        while (at < _bounds.Length && value > _bounds[at])
            at++;
        return at;
    }

    private void WriteHistogram(StringBuilder text, MetricCell cell)
    {
        var below = 0L;
        for (var at = 0; at <= _bounds.Length; at++)
        {
            below += cell.InBucket(at);
            var bound = at < _bounds.Length ? _bounds[at].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Sample(text, $"{_name}_bucket", $"{cell.Labels},le=\"{bound}\"", below);
        }

        Sample(text, $"{_name}_sum", cell.Labels, cell.Value / _perUnit);
        Sample(text, $"{_name}_count", cell.Labels, below);
    }
}
