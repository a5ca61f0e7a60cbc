using System.Globalization;
using Tacit.Server.Metrics;

namespace Tacit.Server.Watch;

/// <summary>The samples of a node at one time, and what can be read from them and from those before.</summary>
/// <param name="samples">All of its page.</param>
/// <param name="at">When, as a timestamp of the clock that asks.</param>
internal sealed class Snapshot(IReadOnlyList<Sample> samples, long at)
{
    private readonly ILookup<string, Sample> _byName = samples.ToLookup(sample => sample.Name);

    /// <summary>When it was taken.</summary>
    public long At { get; } = at;

    /// <summary>The samples of a name.</summary>
    public IEnumerable<Sample> this[string name] => _byName[name];

    /// <summary>A label that all samples have, such as the node's name; empty where there are none.</summary>
    public string Label(string label) => samples.Count > 0 ? samples[0][label] : "";

    /// <summary>The value, whatever the tags.</summary>
    public double Sum(string name) => _byName[name].Sum(sample => sample.Value);

    /// <summary>How much a counter grew in each second. One that fell belongs to a process that began anew.</summary>
    public double Rate(string name, Snapshot? before, TimeSpan elapsed)
    {
        var grown = Sum(name) - (before?.Sum(name) ?? double.PositiveInfinity);
        return grown > 0 && elapsed > TimeSpan.Zero ? grown / elapsed.TotalSeconds : 0;
    }

    /// <summary>
    /// What a part of a histogram's measurements since before did not exceed, by the bound of its bucket, evened out
    /// within it; null where there were none.
    /// </summary>
    public double? Quantile(string name, double part, Snapshot? before)
    {
        var buckets = Buckets(name);
        if (before is not null)
        {
            var earlier = before.Buckets(name);
            buckets = [.. buckets.Select(bucket => bucket with
            {
                Count = bucket.Count - earlier.FirstOrDefault(other => other.Bound == bucket.Bound).Count,
            })];
        }

        if (before is null || buckets.Length == 0 || buckets[^1].Count <= 0)
            return null;
        var wanted = part * buckets[^1].Count;
        var at = Array.FindIndex(buckets, bucket => bucket.Count >= wanted);
        var (low, below) = at > 0 ? buckets[at - 1] : (0, 0);
        var (high, count) = buckets[at];
        return double.IsInfinity(high) ? low : low + (high - low) * ((wanted - below) / (count - below));
    }

    private (double Bound, double Count)[] Buckets(string name) =>
    [
        .. _byName[$"{name}_bucket"]
            .GroupBy(sample => sample["le"] == "+Inf" ? double.PositiveInfinity
                : double.Parse(sample["le"], CultureInfo.InvariantCulture))
            .Select(group => (group.Key, group.Sum(sample => sample.Value)))
            .OrderBy(bucket => bucket.Key),
    ];
}
