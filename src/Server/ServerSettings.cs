using System.Net;
using Microsoft.Extensions.Logging;
using Tacit.Log;
using Tacit.Server.Admin;
using Tacit.Server.Cluster;
using Tacit.Server.Core;
using Tacit.Server.Front;
using Tacit.Server.Metrics;
using Tacit.Wire;

namespace Tacit.Server;

/// <summary>What a server is told when it starts.</summary>
public sealed record ServerSettings
{
    /// <summary>
    /// Where to listen. Port 0 takes a free one. Empty for a node of a cluster: then the topology says where.
    /// </summary>
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    /// <summary>Which node of a cluster the process is; null for one process that is all.</summary>
    public NodeSettings? Node { get; init; }

    /// <summary>Where the store is; made if it is not there.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = "unknown";

    /// <summary>The built web app; null to serve none.</summary>
    public string? WebFolder { get; init; }

    /// <summary>Who may see <c>/admin</c>; null for nobody.</summary>
    public AdminToken? AdminToken { get; init; }

    /// <summary>Proxies whose <c>X-Forwarded-For</c> is believed.</summary>
    public IReadOnlyList<IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>Limits of connections.</summary>
    public FrontSettings Front { get; init; } = new();

    /// <summary>Limits of the log.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>How much is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How long a server that is told to end waits for what it has accepted.</summary>
    public TimeSpan DrainWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who the process is on its metrics.</summary>
    public NodeLabels Labels => Node is { } node
        ? new(NodeId.NameOf(node.Self.Id.Role), $"{node.Self.Id}")
        : NodeLabels.All;

    /// <summary>What its core is.</summary>
    internal CoreSettings Core
    {
        get
        {
            var settings = new CoreSettings { LaneCount = Environment.ProcessorCount };
            return Node is not { } node ? settings : settings with
            {
                Id = node.Self.Id,
                Storages = [.. node.Topology.Of(NodeRole.Storage).Select(storage => storage.Id)],
                SharesStore = node.Topology.Postgres is not null,
            };
        }
    }

    /// <summary>Whether the process has this part.</summary>
    internal bool Has(NodeRole role) => Node is null || Node.Self.Id.Role == role;
}
