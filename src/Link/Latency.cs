using System.Diagnostics.Metrics;

namespace Tacit.Link;

/// <summary>How waits between roles are counted.</summary>
public static class Latency
{
    /// <summary>Bounds in seconds: from a fast disk's flush to what nobody should wait for.</summary>
    public static InstrumentAdvice<double> Bounds { get; } = new()
    {
        HistogramBucketBoundaries =
        [
            0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10,
        ],
    };
}
