using System.Diagnostics.Metrics;

namespace Tacit.Server.Core;

/// <summary>What a core counts.</summary>
internal sealed class CoreMetrics
{
    /// <summary>Registers the instruments.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="shardCount">How many shards the core holds.</param>
    public CoreMetrics(Meter meter, Func<int> shardCount)
    {
        Committed = meter.CreateCounter<long>(
            "tacit_core_entries_committed", description: "Entries that became durable");
        Refused = meter.CreateCounter<long>(
            "tacit_core_entries_refused", description: "Entries that were refused, by code");
        Joins = meter.CreateCounter<long>(
            "tacit_core_joins", description: "Joins, by code; none for those let in");
        BatchSize = meter.CreateHistogram<long>(
            "tacit_core_batch_entries", description: "Entries sent to the storage at once");
        meter.CreateObservableGauge("tacit_core_shards", shardCount, description: "Shards that this core holds");
    }

    /// <summary>Entries that became durable.</summary>
    public Counter<long> Committed { get; }

    /// <summary>Entries that were refused, by code.</summary>
    public Counter<long> Refused { get; }

    /// <summary>Joins, by code; <c>none</c> for those let in.</summary>
    public Counter<long> Joins { get; }

    /// <summary>Entries in one commit.</summary>
    public Histogram<long> BatchSize { get; }
}
