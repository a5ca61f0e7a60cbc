using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tacit.Faults.Places;

/// <summary>
/// A process that runs until it is told otherwise: it can be killed, stopped, woken up, and started again. What it
/// writes is kept in a file. One thread at a time.
/// </summary>
internal sealed class Daemon : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Whatever is left when the tests end, by whichever way, ends with them.
    private static readonly HashSet<Daemon> Running = [];

    private readonly StreamWriter _log;
    private readonly Lock _logLock = new();
    private Process? _process;

    static Daemon() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    /// <param name="name">Such as <c>core:0</c>.</param>
    /// <param name="logFile">Takes what it writes.</param>
    public Daemon(string name, string logFile)
    {
        Name = name;
        _log = new(logFile, append: true) { AutoFlush = true };
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The program.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What is added to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The line that says that it serves; null for a program that says nothing.</summary>
    public Regex? Ready { get; init; }

    /// <summary>
    /// A file that begins with the id of a further process that belongs to it, and runs in that file's folder.
    /// </summary>
    public string? PidFile { get; init; }

    /// <summary>The signal that asks it to end in peace.</summary>
    public int EndSignal { get; init; } = Signals.Terminate;

    /// <summary>Its process.</summary>
    public int Id => _process!.Id;

    /// <summary>Whether it runs, or is stopped.</summary>
    public bool IsAlive => _process is { HasExited: false };

    /// <summary>Starts it, and waits until it says that it serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public async Task StartAsync()
    {
        if (IsAlive)
            throw new InvalidOperationException($"{Name} runs already.");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, Arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
        };
        foreach (var (name, value) in Environment)
            process.StartInfo.Environment[name] = value;
        process.ErrorDataReceived += (_, line) => Heard(line.Data, ready);
        process.OutputDataReceived += (_, line) => Heard(line.Data, ready);
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _process?.Dispose();
        _process = process;
        lock (Running)
            Running.Add(this);
        if (Ready is not null)
            await ready.Task.WaitAsync(Patience);
    }

    /// <summary>Ends it and all its children as a power cut would, and waits until they are gone.</summary>
    public async Task KillAsync()
    {
        Send(Signals.Kill);
        if (_process is not null)
            await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>It does nothing any more, and keeps its connections (SIGSTOP), until <see cref="Wake"/>.</summary>
    public void Pause() => Send(Signals.Stop);

    /// <summary>It goes on where it was (SIGCONT).</summary>
    public void Wake() => Send(Signals.Continue);

    /// <summary>Asks it to end in peace, and waits until it did.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        Signals.Send(Id, EndSignal);
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        lock (Running)
            Running.Remove(this);
        _process?.Dispose();
        lock (_logLock)
            _log.Dispose();
    }

    private static void KillAll()
    {
        lock (Running)
        {
            foreach (var one in Running)
                one.Send(Signals.Kill);
        }
    }

    private void Send(int signal)
    {
        if (IsAlive)
            Signals.SendToTree(Id, signal);
        if (Further() is { } further)
            Signals.SendToTree(further, signal);
    }

    // The file may be of a process that is long gone, and the number another's by now.
    private int? Further() =>
        PidFile is not null
        && File.Exists(PidFile)
        && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), out var id)
        && new FileInfo($"/proc/{id}/cwd") is { LinkTarget: { } folder }
        && folder == Path.GetDirectoryName(PidFile)
            ? id
            : null;

    private void Heard(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            ready.TrySetException(new InvalidOperationException($"{Name} ended before it served."));
            return;
        }

        lock (_logLock)
        {
            if (_log.BaseStream is { CanWrite: true })
                _log.WriteLine(line);
        }

        if (Ready?.IsMatch(line) == true)
            ready.TrySetResult();
    }
}
