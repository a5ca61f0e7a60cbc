using System.Diagnostics.Metrics;

namespace Tacit.Server.Metrics;

/// <summary>What a node costs its machine.</summary>
internal static class ProcessMetrics
{
    /// <summary>Registers the instruments; they are read when somebody asks.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="version">The program's, for <c>tacit_build_info</c>.</param>
    /// <param name="dataFolder">Whose disk is looked at; null for a node that stores nothing.</param>
    public static void Register(Meter meter, string version, string? dataFolder)
    {
        meter.CreateObservableGauge(
            "tacit_build_info",
            () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", version)),
            description: "Always 1; which version runs");
        meter.CreateObservableCounter(
            "tacit_process_cpu_seconds", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s",
            "Processor time used");
        meter.CreateObservableGauge(
            "tacit_process_memory_bytes", () => Environment.WorkingSet, "By", "Resident memory");
        meter.CreateObservableGauge(
            "tacit_process_heap_bytes", () => GC.GetTotalMemory(false), "By", "Memory on the managed heap");
        meter.CreateObservableCounter(
            "tacit_process_allocated_bytes", () => GC.GetTotalAllocatedBytes(), "By",
            "Bytes allocated on the managed heap");
        meter.CreateObservableCounter(
            "tacit_process_gc_pause_seconds", () => GC.GetTotalPauseDuration().TotalSeconds, "s",
            "Time that collections of garbage stopped the process");
        meter.CreateObservableCounter(
            "tacit_process_gc_collections", Collections, description: "Collections of garbage, by generation");
        meter.CreateObservableGauge(
            "tacit_process_threads", () => ThreadPool.ThreadCount, description: "Threads of the pool");
        meter.CreateObservableGauge(
            "tacit_process_work_queued", () => ThreadPool.PendingWorkItemCount,
            description: "Work that waits for a thread of the pool");
        if (dataFolder is null)
            return;
        var disk = new DriveInfo(dataFolder);
        meter.CreateObservableGauge(
            "tacit_disk_free_bytes", () => disk.AvailableFreeSpace, "By", "Room left on the disk of the data folder");
        meter.CreateObservableGauge(
            "tacit_disk_size_bytes", () => disk.TotalSize, "By", "Size of the disk of the data folder");
    }

    private static IEnumerable<Measurement<int>> Collections()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            yield return new(
                GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation));
        }
    }
}
