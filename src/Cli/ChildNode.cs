using System.Diagnostics;
using Tacit.Server.Cluster;

namespace Tacit.Cli;

/// <summary>
/// A node in a process of its own, which is started again whenever it ends. It ends itself when this process does: its
/// standard input closes.
/// </summary>
/// <param name="node">Which.</param>
/// <param name="arguments">The arguments of the command that is the node.</param>
/// <param name="logFile">Where what it writes is kept.</param>
internal sealed class ChildNode(TopologyNode node, IReadOnlyList<string> arguments, string logFile) : IDisposable
{
    private static readonly TimeSpan RestartMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RestartMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StoodAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndWait = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _ended = new();
    private volatile Process? _process;
    private Task _running = Task.CompletedTask;

    /// <summary>Which node.</summary>
    public TopologyNode Node { get; } = node;

    /// <summary>How often it was started again.</summary>
    public int RestartCount { get; private set; }

    /// <summary>What a person should know of it.</summary>
    public string State { get; private set; } = "starting";

    /// <summary>The process id; null while there is none.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Starts it.</summary>
    public void Start() => _running = RunAgainAndAgainAsync();

    /// <summary>Asks whether it is ready, where it says so.</summary>
    public async Task ObserveAsync(HttpClient http)
    {
        if (_process is null || _ended.IsCancellationRequested)
            return;
        var port = Node.Id.Role == Wire.NodeRole.Front ? Node.Address.Port : Node.HttpPort;
        if (port is null)
        {
            State = "running";
            return;
        }

        try
        {
            var url = new UriBuilder("http", Node.Address.Host, port.Value, "/readyz").Uri;
            using var answer = await http.GetAsync(url);
            var text = (await answer.Content.ReadAsStringAsync()).Trim();
            State = answer.IsSuccessStatusCode || text.StartsWith("not ready", StringComparison.Ordinal)
                ? text
                : $"not ready: {(int)answer.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            State = _process is null ? State : "starting";
        }
    }

    /// <summary>Tells it to end, and waits until it did.</summary>
    public async Task EndAsync()
    {
        await _ended.CancelAsync();
        State = "ending";
        _process?.StandardInput.Close();
        if (await Task.WhenAny(_running, Task.Delay(EndWait)) != _running)
            _process?.Kill();
        await _running;
        State = "ended";
    }

    /// <inheritdoc />
    public void Dispose() => _ended.Dispose();

    private async Task RunAgainAndAgainAsync()
    {
        var wait = RestartMin;
        while (!_ended.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            var status = await RunAsync();
            if (_ended.IsCancellationRequested)
                return;
            wait = Stopwatch.GetElapsedTime(started) > StoodAfter ? RestartMin : wait;
            State = $"ended with {status}, starts again in {wait.TotalSeconds:0.#} s; see {logFile}";
            try
            {
                await Task.Delay(wait, _ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = wait * 2 < RestartMax ? wait * 2 : RestartMax;
            RestartCount++;
            State = "starting";
        }
    }

    private async Task<int> RunAsync()
    {
        await using var log = new StreamWriter(logFile, append: true);
        var own = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(own) == "dotnet"
            ? [Path.Combine(AppContext.BaseDirectory, "tacit.dll")]
            : [];
        using var process = new Process
        {
            StartInfo = new(own, [.. program, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Keep(log, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(log, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        if (_ended.IsCancellationRequested)
            process.StandardInput.Close();
        await process.WaitForExitAsync();
        _process = null;
        return process.ExitCode;
    }

    private static void Keep(StreamWriter log, string? line)
    {
        if (line is null)
            return;
        lock (log)
        {
            log.WriteLine(line);
            log.Flush();
        }
    }
}
