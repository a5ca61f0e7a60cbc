using System.Net;

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

    /// <summary>The clock of a node.</summary>
    public Clock ClockOf(string node) => _clocks[node];

    /// <summary>A node's data as it sees them, also when only it sees that disk.</summary>
    public string DataOf(string node) => $"/proc/{this[node].Id}/root{PathOf("data", node)}";

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
        var (clients, server) = (_addresses.Next(), _addresses.Next());
        Url = $"http://{clients}";
        Nodes = ["server"];
        Add(Node("server", "--listen", $"{server}", "--trusted-proxy", "127.0.0.1", "--log-level", "Warning"));
        Add(Nginx.Create(PathOf("nginx"), clients, [Reach("nginx", "server", server)], LogOf("nginx")));
        await Task.WhenAll(_daemons.Values.Where(daemon => !daemon.IsAlive).Select(daemon => daemon.StartAsync()));
    }

    private async Task StartPostgresAsync()
    {
        Postgres = await Postgres.CreateAsync(PathOf("postgres"), _addresses, LogOf);
        foreach (var daemon in Postgres.Daemons)
            Add(daemon);
        await Postgres.StartAsync();
    }

    private Daemon Node(string name, params IEnumerable<string> arguments)
    {
        if (_shape.HasClocks)
            _clocks[name] = new(PathOf($"clock-{name.Replace(':', '-')}"));
        return TacitNode.Create(
            name, LogOf(name), PathOf("data", name), _shape.DiskSize, _clocks.GetValueOrDefault(name), arguments);
    }

    private IPEndPoint Reach(string from, string to, IPEndPoint target)
    {
        if (!_shape.HasNetwork)
            return target;
        var network = _networks[$"{from} → {to}"] = new(_addresses.Next(), target);
        return network.EndPoint;
    }

    private void Add(Daemon daemon) => _daemons.Add(daemon.Name, daemon);

    private string PathOf(string kind, string name = "") => Path.Combine(Folder, kind, name.Replace(':', '-'));

    private string LogOf(string name) => PathOf("logs", $"{name}.log");
}
