using System.Diagnostics.Metrics;
using Tacit.Link;

namespace Tacit.Server.Core;

/// <summary>What a core counts.</summary>
/// <param name="meter">Where.</param>
/// <param name="time">For how long things take.</param>
internal sealed class CoreMetrics(Meter meter, TimeProvider time)
{
    private readonly Histogram<double> _store = meter.CreateHistogram(
        "tacit_core_store_seconds", "s", "From sending a batch to its answer", tags: null, Latency.Bounds);

    /// <summary>Entries that became durable.</summary>
    public Counter<long> Committed { get; } =
        meter.CreateCounter<long>("tacit_core_entries_committed", description: "Entries that became durable");

    /// <summary>Entries that were refused, by code.</summary>
    public Counter<long> Refused { get; } =
        meter.CreateCounter<long>("tacit_core_entries_refused", description: "Entries that were refused, by code");

    /// <summary>Joins, by code; <c>none</c> for those let in.</summary>
    public Counter<long> Joins { get; } =
        meter.CreateCounter<long>("tacit_core_joins", description: "Joins, by code; none for those let in");

    /// <summary>Entries in one commit.</summary>
    public Histogram<long> BatchSize { get; } =
        meter.CreateHistogram<long>("tacit_core_batch_entries", description: "Entries sent to the storage at once");

    /// <summary>Now, to be handed to <see cref="Stored"/> later.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Shows how much waits and is held.</summary>
    /// <param name="queued">How many requests wait in lanes.</param>
    /// <param name="channels">How many channels are held.</param>
    /// <param name="shards">How many shards this core has the leases on.</param>
    public void Watch(Func<int> queued, Func<int> channels, Func<int> shards)
    {
        meter.CreateObservableGauge("tacit_core_shards", shards, description: "Shards that this core serves");
        meter.CreateObservableGauge("tacit_core_queue_requests", queued, description: "Requests that wait in lanes");
        meter.CreateObservableGauge("tacit_core_channels", channels, description: "Channels that somebody has joined");
    }

    /// <summary>A batch was answered.</summary>
    /// <param name="sent">When it was sent.</param>
    public void Stored(long sent) => _store.Record(time.GetElapsedTime(sent).TotalSeconds);
}
