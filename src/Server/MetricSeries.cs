using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Tacit.Server;

/// <summary>One instrument's numbers: a counter by code, a gauge, or a histogram. Any thread.</summary>
internal sealed class MetricSeries
{
    private static readonly long[] Bounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

    private readonly string _name;
    private readonly string _help;
    private readonly string _type;
    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private readonly ConcurrentDictionary<(string Key, string Value), long> _byTag = new();
    private long _value;

    /// <summary>Starts at nothing.</summary>
    public MetricSeries(Instrument instrument)
    {
        _type = instrument switch
        {
            Counter<long> => "counter",
            Histogram<long> => "histogram",
            _ => "gauge",
        };
        _name = _type == "counter" ? $"{instrument.Name}_total" : instrument.Name;
        _help = instrument.Description ?? instrument.Name;
    }

    /// <summary>Counts a measurement; of its tags, the first.</summary>
    public void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_type == "gauge")
            Volatile.Write(ref _value, value);
        else if (tags.IsEmpty)
            Interlocked.Add(ref _value, value);
        else
            _byTag.AddOrUpdate((tags[0].Key, $"{tags[0].Value}"), value, (_, sum) => sum + value);
        if (_type == "histogram")
            Interlocked.Increment(ref _buckets[BucketOf(value)]);
    }

    /// <summary>Writes the lines of the series.</summary>
    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {_help}\n# TYPE {_name} {_type}\n");
        if (_type == "histogram")
            WriteHistogram(text);
        else if (_byTag.IsEmpty)
            text.Append(CultureInfo.InvariantCulture, $"{_name} {Volatile.Read(ref _value)}\n");
        foreach (var (tag, value) in _byTag.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{_name}{{{tag.Key}=\"{tag.Value}\"}} {value}\n");
    }

    private static int BucketOf(long value)
    {
        var at = 0;
        while (at < Bounds.Length && value > Bounds[at])
            at++;
        return at;
    }

    private void WriteHistogram(StringBuilder text)
    {
        var below = 0L;
        for (var at = 0; at < _buckets.Length; at++)
        {
            below += Volatile.Read(ref _buckets[at]);
            var bound = at < Bounds.Length ? Bounds[at].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{_name}_bucket{{le=\"{bound}\"}} {below}\n");
        }

        text.Append(
            CultureInfo.InvariantCulture, $"{_name}_sum {Volatile.Read(ref _value)}\n{_name}_count {below}\n");
    }
}
