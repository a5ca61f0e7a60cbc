using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Tacit.Scenario;

namespace Tacit.Operations;

/// <summary>A whole topology on this machine, by <c>tacit up</c>: two fronts, two cores, two storages.</summary>
internal sealed partial class Cluster : IAsyncDisposable
{
    /// <summary>What opens <c>/admin</c>.</summary>
    public const string Token = "a token that nobody guesses";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("tacit-cluster-").FullName;
    private readonly Dictionary<string, int> _processes = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _up;

    /// <summary>The topology.</summary>
    public string File => Path.Combine(_folder, "topology.json");

    /// <summary>The first front.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Where a node of each role answers to HTTP.</summary>
    public IReadOnlyList<string> Urls { get; private set; } = [];

    /// <summary>Starts it; completes when all nodes are ready.</summary>
    public static async Task<Cluster> StartAsync()
    {
        var cluster = new Cluster();
        var ports = FreePorts(10);
        await System.IO.File.WriteAllTextAsync(cluster.File, $$"""
            { "infra": {
                "front": [{ "host": "127.0.0.1", "port": {{ports[0]}} }, { "host": "127.0.0.1", "port": {{ports[1]}} }],
                "core": [{ "host": "127.0.0.1", "port": {{ports[2]}}, "http": {{ports[3]}} },
                         { "host": "127.0.0.1", "port": {{ports[4]}}, "http": {{ports[5]}} }],
                "storage": [{ "host": "127.0.0.1", "port": {{ports[6]}}, "http": {{ports[7]}} },
                            { "host": "127.0.0.1", "port": {{ports[8]}}, "http": {{ports[9]}} }] } }
            """);
        await System.IO.File.WriteAllTextAsync(Path.Combine(cluster._folder, "token"), Token);
        cluster.Url = $"http://127.0.0.1:{ports[0]}";
        cluster.Urls = [cluster.Url, $"http://127.0.0.1:{ports[3]}", $"http://127.0.0.1:{ports[7]}"];
        cluster.Run();
        await cluster._ready.Task.WaitAsync(Patience);
        return cluster;
    }

    /// <summary>Kills a node as a power cut would.</summary>
    public void Kill(string node)
    {
        int id;
        lock (_processes)
            id = _processes[node];
        using var process = Process.GetProcessById(id);
        process.Kill();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using (Process.Start("kill", ["-INT", $"{_up!.Id}"]))
            await _up.WaitForExitAsync().WaitAsync(Patience);
        _up.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Stop();
        return ports;
    }

    private void Run()
    {
        string[] arguments =
        [
            TacitCommand.Path, "up", File, "--data", Path.Combine(_folder, "data"),
            "--admin-token-file", Path.Combine(_folder, "token"),
        ];
        _up = new Process { StartInfo = new("dotnet", arguments) { RedirectStandardOutput = true } };
        _up.OutputDataReceived += (_, line) => Heard(line.Data);
        _up.Start();
        _up.BeginOutputReadLine();
    }

    private void Heard(string? line)
    {
        if (line is null)
            _ready.TrySetException(new InvalidOperationException("tacit up ended before all nodes were ready"));
        if (line is null || Ready().Match(line) is not { Success: true } match)
            return;
        lock (_processes)
        {
            _processes[match.Groups[1].Value] = int.Parse(match.Groups[2].Value);
            if (_processes.Count == 6)
                _ready.TrySetResult();
        }
    }

    [GeneratedRegex(@"^(\S+) at .* \(process (\d+)\): ready$")]
    private static partial Regex Ready();
}
