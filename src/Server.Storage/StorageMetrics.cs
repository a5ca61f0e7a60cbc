using System.Diagnostics.Metrics;
using Tacit.Link;
using Tacit.Wire;

namespace Tacit.Server.Storage;

/// <summary>What a storage counts.</summary>
/// <param name="meter">Where.</param>
internal sealed class StorageMetrics(Meter meter)
{
    private readonly Histogram<double> _commit = meter.CreateHistogram(
        "tacit_storage_commit_seconds", "s", "From a batch's arrival to its commit", tags: null, Latency.Bounds);

    private readonly Counter<long> _failed = meter.CreateCounter<long>(
        "tacit_storage_commits_failed", description: "Batches that the store did not commit, by code");

    /// <summary>A batch was committed, or was not.</summary>
    public void Committed(TimeSpan taken, Code code)
    {
        if (code == Code.None)
            _commit.Record(taken.TotalSeconds);
        else
            _failed.Add(1, new KeyValuePair<string, object?>("code", Codes.Of(code).Name));
    }
}
