using System.Globalization;
using System.Runtime.InteropServices;

namespace Tacit.Bench.Load;

/// <summary>Where and when this runs, for the report.</summary>
internal static class Machine
{
    /// <summary>The date, in UTC.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>Processor, cores, memory and system.</summary>
    public static string Describe()
    {
        var lines = File.ReadAllLines("/proc/cpuinfo");
        var model = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var cores = lines.Count(line => line.StartsWith("processor", StringComparison.Ordinal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model?[(model.IndexOf(':') + 1)..].Trim()}, {cores} cores, of which {Cores.Count} for this: one for the "
            + $"server, the rest for the generator. {memory:F0} GiB, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}.");
    }
}
