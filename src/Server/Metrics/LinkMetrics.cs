using System.Diagnostics.Metrics;
using Tacit.Link.Tcp;
using Tacit.Server.Cluster;
using Tacit.Wire;

namespace Tacit.Server.Metrics;

/// <summary>How the links of a node are doing, to each peer that the topology gives it.</summary>
internal static class LinkMetrics
{
    /// <summary>Registers the instruments; they are read when somebody asks.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="links">The links.</param>
    /// <param name="node">Which node this is.</param>
    public static void Register(Meter meter, NodeLinks links, NodeSettings node)
    {
        NodeId[] peers = [.. node.Topology.LinkedTo(node.Self.Id.Role).Select(peer => peer.Id)];
        meter.CreateObservableGauge(
            "tacit_link_up",
            () =>
            {
                var standing = links.Peers.ToHashSet();
                return peers.Select(peer => new Measurement<int>(standing.Contains(peer) ? 1 : 0, Tag(peer)));
            },
            description: "Whether the link to a peer stands");
        meter.CreateObservableGauge(
            "tacit_link_queue_bytes",
            () => peers.Select(peer => new Measurement<long>(links.QueuedBytes(peer), Tag(peer))), "By",
            "Bytes that wait to be sent on a link");
    }

    private static KeyValuePair<string, object?> Tag(NodeId peer) => new("peer", $"{peer}");
}
