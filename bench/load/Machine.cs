using System.Globalization;
using System.Runtime.InteropServices;

namespace Tacit.Bench.Load;

/// <summary>Where and when this runs, for the report.</summary>
internal static class Machine
{
    /// <summary>The date, in UTC.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>Processor, cores, memory, system and what else ran: the load before the first measurement.</summary>
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var cores = File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model?[(model.IndexOf(':') + 1)..].Trim()}, {cores} cores, {memory:F0} GiB, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}.\n");
    }
}
