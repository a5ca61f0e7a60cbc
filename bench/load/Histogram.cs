using System.Diagnostics;
using System.Numerics;

namespace Tacit.Bench.Load;

/// <summary>
/// Counts durations in buckets that are at most 1/16 wide of what they hold, so that quantiles are right to about six
/// percent without keeping every value. One thread.
/// </summary>
internal sealed class Histogram
{
    private const int StepsPerDoubling = 16;

    private readonly long[] _counts = new long[64 * StepsPerDoubling];

    /// <summary>How many were counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one duration, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks)
    {
        Count++;
        _counts[BucketOf(Math.Max(1, ticks))]++;
    }

    /// <summary>The duration that a share of all are not above, in milliseconds.</summary>
    public double Quantile(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0)
                return UpperEnd(bucket) * 1000.0 / Stopwatch.Frequency;
        }

        return 0;
    }

    private static int BucketOf(long ticks)
    {
        var exponent = BitOperations.Log2((ulong)ticks);
        var step = exponent < 4 ? ticks << (4 - exponent) : ticks >> (exponent - 4);
        return (exponent * StepsPerDoubling) + (int)(step & (StepsPerDoubling - 1));
    }

    private static double UpperEnd(int bucket)
    {
        var (exponent, step) = (bucket / StepsPerDoubling, bucket % StepsPerDoubling);
        return Math.Pow(2, exponent) * (1 + ((step + 1) / (double)StepsPerDoubling));
    }
}
