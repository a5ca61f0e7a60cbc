using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;

namespace Tacit.Faults.Places;

/// <summary>
/// A server with all that belongs to it, as real processes on this machine, in a folder of its own: nodes of Tacit
/// named as in a topology (<c>core:0</c>), or the one <c>server</c>, and <c>nginx</c> in front.
/// </summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly Dictionary<string, Daemon> _daemons = [];
    private readonly Dictionary<string, TcpProxy> _networks = [];
    private readonly Dictionary<string, Clock> _clocks = [];
    private readonly Loopback _addresses = new();
    private readonly PlaceShape _shape;

    private Place(PlaceShape shape)
    {
        _shape = shape;
        Folder = Directory.CreateTempSubdirectory("tacit-faults-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "logs"));
    }

    /// <summary>Where everything is that its processes write.</summary>
    public string Folder { get; }

    /// <summary>Whether the folder stays when it ends, for who wants to look.</summary>
    public bool IsKept { get; set; }

    /// <summary>Where clients find it.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The topology as an operator has it.</summary>
    public string TopologyFile => PathOf("topology", "all.json");

    /// <summary>The names of the nodes of Tacit.</summary>
    public IReadOnlyList<string> Nodes { get; private set; } = [];

    /// <summary>The database, where the shape has one.</summary>
    public Postgres Postgres { get; private set; } = null!;

    /// <summary>A process by its name.</summary>
    public Daemon this[string name] => _daemons[name];

    /// <summary>Starts everything; completes when the nodes serve.</summary>
    public static async Task<Place> StartAsync(PlaceShape shape)
    {
        var place = new Place(shape);
        try
        {
            await place.StartAsync();
            return place;
        }
        catch
        {
            place.IsKept = true;
            await place.DisposeAsync();
            throw;
        }
    }

    /// <summary>The network by which one process reaches another, such as from <c>nginx</c> to <c>server</c>.</summary>
    public TcpProxy Network(string from, string to) => _networks[$"{from} → {to}"];

    /// <summary>All networks that a process has to others.</summary>
    public IEnumerable<TcpProxy> NetworksOf(string name) =>
        _networks.Where(one => one.Key.Split(" → ").Contains(name)).Select(one => one.Value);

    /// <summary>The clock of a node.</summary>
    public Clock ClockOf(string node) => _clocks[node];

    /// <summary>A node's data as it sees them, also when only it sees that disk.</summary>
    public string DataOf(string node) => $"/proc/{this[node].Id}/root{PathOf("data", node)}";

    /// <summary>Runs the tacit command to its end.</summary>
    /// <exception cref="InvalidOperationException">It complained.</exception>
    public static async Task CommandAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [TacitCommand.Assembly, .. arguments])
        {
            RedirectStandardError = true,
        })!;
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"tacit {string.Join(' ', arguments)}: {complaints}");
    }

    /// <summary>A path in its folder, of a kind of things and of a process.</summary>
    public string PathOf(string kind, string name = "") => Path.Combine(Folder, kind, name.Replace(':', '-'));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_daemons.Values.Select(daemon => daemon.DisposeAsync().AsTask()));
        await Task.WhenAll(_networks.Values.Select(network => network.DisposeAsync().AsTask()));
        Postgres?.Dispose();
        if (!IsKept)
            Directory.Delete(Folder, recursive: true);
    }

    private async Task StartAsync()
    {
        if (_shape.HasPostgres)
            await StartPostgresAsync();
        var clients = _addresses.Next();
        Url = $"http://{Reach("clients", "nginx", clients)}";
        var fronts = _shape.Fronts == 0 ? AddServer() : AddCluster();
        Add(Nginx.Create(PathOf("nginx"), clients, fronts, LogOf("nginx")));
        await Task.WhenAll(_daemons.Values.Where(daemon => !daemon.IsAlive).Select(daemon => daemon.StartAsync()));
    }

    // Returns where nginx finds it.
    private IPEndPoint[] AddServer()
    {
        var server = _addresses.Next();
        Nodes = ["server"];
        Add(Node("server", ["--listen", $"{server}", "--trusted-proxy", "127.0.0.1"]));
        return [Reach("nginx", "server", server)];
    }

    private IPEndPoint[] AddCluster()
    {
        var topology = new Topology(_shape, _addresses, Postgres?.ConnectionString);
        Nodes = topology.Nodes;
        var secret = PathOf("secret");
        File.WriteAllText(secret, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        Directory.CreateDirectory(PathOf("topology"));
        topology.Write(TopologyFile, null, secret, other => topology[other]);
        foreach (var node in Nodes)
        {
            var reached = topology.DialledBy(node)
                .ToDictionary(other => other, other => Reach(node, other, topology[other]));
            var file = PathOf("topology", $"{node}.json");
            topology.Write(file, node, secret, other => reached.GetValueOrDefault(other, topology[other]));
            Add(Node(node, ["--topology", file]));
        }

        return [.. Nodes.Where(node => node.StartsWith("front", StringComparison.Ordinal))
            .Select(front => Reach("nginx", front, topology[front]))];
    }

    private async Task StartPostgresAsync()
    {
        Postgres = await Postgres.CreateAsync(PathOf("postgres"), _addresses, LogOf);
        foreach (var daemon in Postgres.Daemons)
            Add(daemon);
        await Postgres.StartAsync();
    }

    private Daemon Node(string name, string[] arguments)
    {
        if (_shape.HasClocks)
            _clocks[name] = new(PathOf($"clock-{name.Replace(':', '-')}"));
        return TacitNode.Create(
            name,
            LogOf(name),
            PathOf("data", name),
            name == "server" || name.StartsWith("storage", StringComparison.Ordinal) ? _shape.DiskSize : null,
            _clocks.GetValueOrDefault(name),
            [.. arguments, "--log-level", "Warning"]);
    }

    private IPEndPoint Reach(string from, string to, IPEndPoint target)
    {
        if (!_shape.HasNetwork)
            return target;
        var network = _networks[$"{from} → {to}"] = new(_addresses.Next(), target);
        return network.EndPoint;
    }

    private void Add(Daemon daemon) => _daemons.Add(daemon.Name, daemon);

    private string LogOf(string name) => PathOf("logs", $"{name}.log");
}
