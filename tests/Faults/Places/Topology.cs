using System.Net;
using System.Text.Json;

namespace Tacit.Faults.Places;

/// <summary>
/// Who is where, and the file that tells it to one node: every node may see the others at other addresses, since the
/// networks between them can be cut one by one.
/// </summary>
internal sealed class Topology
{
    private static readonly string[] Roles = ["front", "core", "storage"];

    private readonly Dictionary<string, IPEndPoint> _nodes = [];
    private readonly Dictionary<string, IPEndPoint> _pages = [];
    private readonly string? _postgres;

    /// <param name="shape">How many of each.</param>
    /// <param name="addresses">Where they listen.</param>
    /// <param name="postgres">How storages reach the database; null for embedded stores.</param>
    public Topology(PlaceShape shape, Loopback addresses, string? postgres)
    {
        _postgres = postgres;
        foreach (var (role, count) in Roles.Zip([shape.Fronts, shape.Cores, shape.Storages]))
        {
            for (var index = 0; index < count; index++)
            {
                _nodes.Add($"{role}:{index}", addresses.Next());
                _pages.Add($"{role}:{index}", addresses.Next());
            }
        }
    }

    /// <summary>The names of all nodes.</summary>
    public IReadOnlyList<string> Nodes => [.. _nodes.Keys];

    /// <summary>Where a node listens: a front to clients, the others to their peers.</summary>
    public IPEndPoint this[string node] => _nodes[node];

    /// <summary>Where a core's or storage's pages for operators are.</summary>
    public IPEndPoint PagesOf(string node) => _pages[node];

    /// <summary>Whom a node dials: a front all cores, a core all storages.</summary>
    public IEnumerable<string> DialledBy(string node) => node[..node.IndexOf(':')] switch
    {
        "front" => _nodes.Keys.Where(one => one.StartsWith("core", StringComparison.Ordinal)),
        "core" => _nodes.Keys.Where(one => one.StartsWith("storage", StringComparison.Ordinal)),
        _ => [],
    };

    /// <summary>Writes the file of a node.</summary>
    /// <param name="path">Where.</param>
    /// <param name="node">Whose; null for an onlooker's, who sees every node where it is.</param>
    /// <param name="secretFile">The secret that all nodes share.</param>
    /// <param name="seen">Where the node sees another.</param>
    public void Write(string path, string? node, string secretFile, Func<string, IPEndPoint> seen)
    {
        var file = new Dictionary<string, object>
        {
            ["infra"] = Roles.ToDictionary(role => role, role => _nodes.Keys
                .Where(one => one.StartsWith(role, StringComparison.Ordinal))
                .Select(one => Entry(one, one == node ? _nodes[one] : seen(one)))),
            ["secretFile"] = secretFile,
        };
        if (node is not null)
            file["myId"] = node;
        if (_postgres is not null)
            file["postgres"] = _postgres;
        File.WriteAllText(path, JsonSerializer.Serialize(file));
    }

    private Dictionary<string, object> Entry(string node, IPEndPoint at)
    {
        var entry = new Dictionary<string, object> { ["host"] = at.Address.ToString(), ["port"] = at.Port };
        if (!node.StartsWith("front", StringComparison.Ordinal))
            entry["http"] = _pages[node].Port;
        return entry;
    }
}
