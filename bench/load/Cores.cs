using System.Globalization;
using System.Runtime.InteropServices;

namespace Tacit.Bench.Load;

/// <summary>
/// The cores that the run script was given: the first is the server's, the others are the generator's. With one core
/// they share it, and figures mean little.
/// </summary>
internal static partial class Cores
{
    private static readonly int[] All = [.. (Environment.GetEnvironmentVariable("BENCH_CORES") ?? "0")
        .Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>The server's.</summary>
    public static int Server => All[0];

    /// <summary>How many.</summary>
    public static int Count => All.Length;

    /// <summary>
    /// Does something with each item on a thread of its own for each core, the server's too: only while no server runs.
    /// </summary>
    public static void ForEach<T>(IReadOnlyList<T> items, Action<T> action)
    {
        var next = -1;
        var threads = All.Select(core => new Thread(() =>
        {
            PinThread(core);
            for (int at; (at = Interlocked.Increment(ref next)) < items.Count;)
                action(items[at]);
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
    }

    private static void PinThread(int core)
    {
        if (SetAffinity(0, sizeof(ulong), 1UL << core) != 0)
            throw new InvalidOperationException($"This thread may not run on core {core}.");
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, in ulong mask);
}
