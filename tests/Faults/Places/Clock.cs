namespace Tacit.Faults.Places;

/// <summary>
/// The wall clock of one process, by libfaketime: it can be set while the process runs. Monotonic time goes on as
/// it is.
/// </summary>
internal sealed class Clock
{
    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ];

    private readonly string _file;

    /// <param name="file">Tells the process how far its clock is off; made here.</param>
    public Clock(string file)
    {
        _file = file;
        SetOff(TimeSpan.Zero);
    }

    /// <summary>Makes a process read this clock.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Libraries.First(File.Exists),
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        // In seconds: the file is read so often, and not at each look at the clock.
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>The clock jumps.</summary>
    /// <param name="by">How far it is off from now on.</param>
    public void SetOff(TimeSpan by)
    {
        // Replaced as a whole: the process may read at any time.
        File.WriteAllText(_file + ".new", FormattableString.Invariant($"{by.TotalSeconds:+0;-0;+0}\n"));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
