using System.Net;
using System.Text.Json;
using Tacit.Link.Tcp;
using Tacit.Wire;

namespace Tacit.Server.Cluster;

/// <summary>
/// Reads a topology file: JSON with comments. It is checked whole before anything is done with it, and every complaint
/// names the place, such as <c>infra.core[1].port</c>.
/// </summary>
public static class TopologyReader
{
    private const int HostLengthMax = 253;

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a file. Paths in it are relative to its folder.</summary>
    /// <exception cref="TopologyException">It is not there, or something in it is wrong.</exception>
    public static Topology ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TopologyException($"{path} cannot be read: {exception.Message}");
        }

        try
        {
            return Read(bytes, Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (TopologyException exception)
        {
            throw new TopologyException($"{path}: {exception.Message}");
        }
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="json">The content.</param>
    /// <param name="folder">What its paths are relative to.</param>
    /// <exception cref="TopologyException">Something in it is wrong.</exception>
    public static Topology Read(ReadOnlyMemory<byte> json, string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Read(new TopologyPart(document.RootElement, ""), folder);
        }
        catch (JsonException exception)
        {
            throw new TopologyException(
                $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: this is no JSON there");
        }
    }

    private static Topology Read(TopologyPart root, string folder)
    {
        root.AllowOnly("infra", "myId", "secretFile", "tls", "postgres", "link");
        var infra = root.Required("infra");
        infra.AllowOnly("front", "core", "storage");
        var nodes = new List<TopologyNode>();
        foreach (var role in (NodeRole[])[NodeRole.Front, NodeRole.Core, NodeRole.Storage])
            nodes.AddRange(ReadNodes(infra.Required(NodeId.NameOf(role)), role));
        RefuseSharedAddresses(nodes);

        var topology = new Topology(nodes)
        {
            MyId = root.Optional("myId")?.NodeId(),
            SecretFile = root.Optional("secretFile")?.Path(folder),
            Tls = root.Optional("tls") is { } tls ? ReadTls(tls, folder) : null,
            Postgres = root.Optional("postgres")?.Text(),
            Link = root.Optional("link") is { } link ? ReadLink(link) : new(),
        };
        if (topology.MyId is { } id && topology.Find(id) is null)
            throw root.Required("myId").Wrong($"there is no {id} in infra");
        return topology;
    }

    private static IEnumerable<TopologyNode> ReadNodes(TopologyPart list, NodeRole role)
    {
        var parts = list.Elements();
        if (parts.Count is 0 or > NodeId.IndexMax)
            throw list.Wrong($"a cluster needs at least one {NodeId.NameOf(role)}, and at most {NodeId.IndexMax}");
        return parts.Select((part, index) => ReadNode(part, new(role, index)));
    }

    private static TopologyNode ReadNode(TopologyPart part, NodeId id)
    {
        part.AllowOnly("host", "port", "http");
        var host = part.Required("host");
        var text = host.Text();
        var literal = text.Trim('[', ']');
        if (!IPAddress.TryParse(literal, out var address))
        {
            if (text.Length > HostLengthMax || Uri.CheckHostName(text) != UriHostNameType.Dns)
                throw host.Wrong($"\"{text}\" is neither an IPv4 or IPv6 address nor a name");
            return new(id, new(text, part.Required("port").Port()), part.Optional("http")?.Port());
        }

        return new(id, new($"{address}", part.Required("port").Port()), part.Optional("http")?.Port());
    }

    private static TopologyTls ReadTls(TopologyPart tls, string folder)
    {
        tls.AllowOnly("certificate", "key", "authority");
        return new(
            tls.Required("certificate").Path(folder),
            tls.Required("key").Path(folder),
            tls.Required("authority").Path(folder));
    }

    private static LinkSettings ReadLink(TopologyPart link)
    {
        link.AllowOnly("heartbeatMs", "deadMs");
        var settings = new LinkSettings();
        settings = settings with
        {
            Heartbeat = link.Optional("heartbeatMs")?.Milliseconds(10, 60_000) ?? settings.Heartbeat,
            DeadAfter = link.Optional("deadMs")?.Milliseconds(50, 600_000) ?? settings.DeadAfter,
        };
        settings = settings with { RefusedMax = settings.DeadAfter * 3 };
        return settings.DeadAfter >= settings.Heartbeat * 2
            ? settings
            : throw link.Wrong("deadMs must be at least twice heartbeatMs, or a link dies between two heartbeats");
    }

    private static void RefuseSharedAddresses(List<TopologyNode> nodes)
    {
        var taken = new Dictionary<(string Host, int Port), string>();
        foreach (var node in nodes)
        {
            var place = $"infra.{NodeId.NameOf(node.Id.Role)}[{node.Id.Index}]";
            Take(node.Address.Host, node.Address.Port, $"{place}.port");
            if (node.HttpPort is { } http)
                Take(node.Address.Host, http, $"{place}.http");
        }

        void Take(string host, int port, string place)
        {
            if (!taken.TryAdd((host.ToUpperInvariant(), port), place))
            {
                throw new TopologyException(
                    $"{place}: {host} port {port} is also that of {taken[(host.ToUpperInvariant(), port)]}; "
                    + "give each node an address of its own");
            }
        }
    }
}
