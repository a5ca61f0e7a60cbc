using System.Diagnostics;
using System.Net;
using Tacit.Link.Tcp;
using Tacit.Wire;

namespace Tacit.Server.Cluster;

/// <summary>
/// Which nodes a cluster has, and what they share. All nodes read the same file; a node's name is its place in it.
/// </summary>
/// <param name="Nodes">All nodes: the fronts, then the cores, then the storages, each by index.</param>
public sealed record Topology(IReadOnlyList<TopologyNode> Nodes)
{
    /// <summary>The node that this file is for; null for a file that several share.</summary>
    public NodeId? MyId { get; init; }

    /// <summary>The file of the cluster's secret; null if the command line names it.</summary>
    public string? SecretFile { get; init; }

    /// <summary>TLS between nodes; null for none.</summary>
    public TopologyTls? Tls { get; init; }

    /// <summary>The database of the storages; null where each has a store of its own.</summary>
    public string? Postgres { get; init; }

    /// <summary>How links behave.</summary>
    public LinkSettings Link { get; init; } = new();

    /// <summary>The nodes of a role, by index.</summary>
    public IEnumerable<TopologyNode> Of(NodeRole role) => Nodes.Where(node => node.Id.Role == role);

    /// <summary>Finds a node; null if there is none of that name.</summary>
    public TopologyNode? Find(NodeId id) => Nodes.FirstOrDefault(node => node.Id == id);

    /// <summary>To whom a node has links, whoever calls: fronts and storages to all cores, cores to both.</summary>
    public IEnumerable<TopologyNode> LinkedTo(NodeRole role) =>
        role == NodeRole.Core ? Nodes.Where(node => node.Id.Role != NodeRole.Core) : Of(NodeRole.Core);

    /// <summary>Whom a node calls: fronts all cores, cores all storages.</summary>
    public IEnumerable<TopologyNode> CalledBy(NodeRole role) => role switch
    {
        NodeRole.Front => Of(NodeRole.Core),
        NodeRole.Core => Of(NodeRole.Storage),
        NodeRole.Storage or NodeRole.Operator => [],
        _ => throw new UnreachableException(),
    };
}

/// <summary>A node, and where it is.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Address">A front's is for clients; that of all others for nodes.</param>
/// <param name="HttpPort">Where a core or storage answers about its health; null for nowhere.</param>
public sealed record TopologyNode(NodeId Id, DnsEndPoint Address, int? HttpPort)
{
    /// <summary>The address as people write it, IPv6 in brackets.</summary>
    public string AddressText => Address.Host.Contains(':', StringComparison.Ordinal)
        ? $"[{Address.Host}]:{Address.Port}"
        : $"{Address.Host}:{Address.Port}";
}

/// <summary>The files of TLS between nodes, in PEM.</summary>
/// <param name="Certificate">This node's certificate.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Authority">The certificate of who signed those of all nodes.</param>
public sealed record TopologyTls(string Certificate, string Key, string Authority);
