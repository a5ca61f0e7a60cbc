using System.Diagnostics.Metrics;

namespace Tacit.Server.Core;

/// <summary>What a core counts.</summary>
/// <param name="meter">Where.</param>
internal sealed class CoreMetrics(Meter meter)
{
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
}
