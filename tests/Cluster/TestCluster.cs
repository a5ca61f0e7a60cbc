using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Tacit.Cluster;

/// <summary>A topology on loopback with a folder of its own, and the nodes of it that were started.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly Dictionary<string, NodeProcess> _nodes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("tacit-cluster-").FullName;
    private readonly int _frontPort;

    private TestCluster()
    {
        var ports = FreePorts(3);
        _frontPort = ports[0];
        CorePort = ports[1];
        File.WriteAllText(
            Path.Combine(_folder, "topology.json"),
            $$"""
            {
              // One of each.
              "infra": {
                "front": [{ "host": "127.0.0.1", "port": {{_frontPort}} }],
                "core": [{ "host": "127.0.0.1", "port": {{CorePort}} }],
                "storage": [{ "host": "127.0.0.1", "port": {{ports[2]}} }],
              },
              "secretFile": "secret",
            }
            """);
        WriteSecret("secret");
    }

    /// <summary>Writes the topology of one front, one core and one storage; nothing is started yet.</summary>
    public static TestCluster Make() => new();

    /// <summary>Where the core listens for fronts.</summary>
    public int CorePort { get; }

    /// <summary>Where clients go.</summary>
    public string Url => $"http://127.0.0.1:{_frontPort}";

    /// <summary>A node that was started.</summary>
    public NodeProcess this[string id] => _nodes[id];

    /// <summary>Starts a node, and waits until it listens.</summary>
    public async Task StartAsync(string id, params string[] options)
    {
        _nodes[id] = Run(id, options);
        await _nodes[id].SaysAsync(" at http://");
    }

    /// <summary>Starts all nodes, those that need others first.</summary>
    public async Task StartAllAsync()
    {
        foreach (var id in (string[])["front:0", "core:0", "storage:0"])
            await StartAsync(id);
        await _nodes["front:0"].SaysAsync("core:0 is there");
        await _nodes["core:0"].SaysAsync("storage:0 is there");
    }

    /// <summary>Starts a node that is not one of the cluster's: the caller disposes of it.</summary>
    public NodeProcess Run(string id, params string[] options) => NodeProcess.Start(
        id, _folder,
        ["serve", "--topology", "topology.json", "--id", id, "--data", $"data-{id.Replace(':', '-')}", .. options]);

    /// <summary>Starts the whole topology by one command: the caller disposes of it.</summary>
    public NodeProcess RunAll() => NodeProcess.Start("up", _folder, "up", "topology.json", "--data", "data");

    /// <summary>Makes another secret beside the topology.</summary>
    public void WriteSecret(string file) => File.WriteAllText(
        Path.Combine(_folder, file), $"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n");

    /// <summary>What the front says to whoever asks whether it is ready.</summary>
    public async Task<string> AskReadyAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{Url}/readyz");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
            await node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
