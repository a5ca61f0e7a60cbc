namespace Tacit.Server.Metrics;

/// <summary>The numbers of an instrument for one set of tags. Any thread.</summary>
/// <param name="labels">As they stand in a sample, without braces.</param>
/// <param name="bucketCount">How many buckets, the last one included; 0 for what is no histogram.</param>
internal sealed class MetricCell(string labels, int bucketCount)
{
    private readonly long[] _buckets = new long[bucketCount];
    private long _value;

    /// <summary>As they stand in a sample, without braces.</summary>
    public string Labels { get; } = labels;

    /// <summary>The sum, or what was last set, in the units of the series.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>How often something fell into a bucket.</summary>
    public long InBucket(int at) => Volatile.Read(ref _buckets[at]);

    /// <summary>Adds to the sum.</summary>
    public void Add(long value) => Interlocked.Add(ref _value, value);

    /// <summary>Forgets what was there before.</summary>
    public void Set(long value) => Volatile.Write(ref _value, value);

    /// <summary>Counts in a bucket.</summary>
    public void Count(int at) => Interlocked.Increment(ref _buckets[at]);
}
