using System.Runtime.InteropServices;

namespace Tacit.Bench.Load;

/// <summary>
/// The CPU time of another process, user and system, of threads that ended too, to the nanosecond; /proc has hundredths
/// of a second, which is too coarse at a slow pace.
/// </summary>
internal static partial class CpuClock
{
    /// <summary>Seconds that a process has used.</summary>
    /// <exception cref="InvalidOperationException">There is no such process.</exception>
    public static double SecondsOf(int process)
    {
        // The clock id of a process, as clock_getcpuclockid(3) makes it on Linux.
        var clock = (~process << 3) | 2;
        return GetTime(clock, out var time) == 0
            ? time.Seconds + (time.Nanoseconds / 1e9)
            : throw new InvalidOperationException($"There is no process {process}.");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
