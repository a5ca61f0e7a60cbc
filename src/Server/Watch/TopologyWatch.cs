using Tacit.Server.Metrics;

namespace Tacit.Server.Watch;

/// <summary>Looks at all nodes now and then, and says how they are doing. Any thread; one look at a time.</summary>
/// <param name="read">Gives each node's page, in the order in which they are to be shown.</param>
/// <param name="time">For rates.</param>
public sealed class TopologyWatch(
    Func<CancellationToken, Task<IReadOnlyList<NodePage>>> read, TimeProvider time) : IDisposable
{
    // However many watch, the nodes are not asked more often.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(900);

    private readonly SemaphoreSlim _looking = new(1);
    private readonly Dictionary<string, Snapshot> _before = [];
    private readonly Dictionary<string, NodeFigures> _lastUp = [];
    private IReadOnlyList<NodeFigures> _figures = [];
    private long? _lookedAt;

    /// <summary>How the nodes are doing. The first look knows no rates.</summary>
    public async Task<IReadOnlyList<NodeFigures>> LookAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            if (_lookedAt is null || time.GetElapsedTime(_lookedAt.Value) >= LookEvery)
            {
                var pages = await read(cancellationToken);
                _lookedAt = time.GetTimestamp();
                var nodes = pages.Select(Figure).ToArray();
                var down = nodes.Where(node => !node.IsUp).Select(node => node.Node).ToHashSet();
                _figures =
                [
                    .. nodes.Select(node => node with
                    {
                        IsCutOff = node.Links.Any(link => !link.IsUp && !down.Contains(link.Peer)),
                    }),
                ];
            }

            return _figures;
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _looking.Dispose();

    private NodeFigures Figure(NodePage page)
    {
        if (page.Page is null)
        {
            _before.Remove(page.Node);
            var last = _lastUp.GetValueOrDefault(page.Node);
            return new() { Node = last?.Node ?? page.Node, Role = last?.Role ?? "", Version = last?.Version ?? "" };
        }

        var now = new Snapshot(Sample.ReadPage(page.Page), time.GetTimestamp());
        var before = _before.GetValueOrDefault(page.Node);
        _before[page.Node] = now;
        return _lastUp[page.Node] = Read(page.Node, now, before);
    }

    private NodeFigures Read(string asked, Snapshot now, Snapshot? before)
    {
        var elapsed = before is null ? TimeSpan.Zero : time.GetElapsedTime(before.At, now.At);
        double Rate(string name) => now.Rate(name, before, elapsed);
        var role = now.Label("role");

        // The core sees what the storage's commit takes and the way there; a storage sees the commit alone.
        var commits = role == "core" ? "tacit_core_store_seconds" : "tacit_storage_commit_seconds";
        var diskSize = now.Sum("tacit_disk_size_bytes");
        return new NodeFigures
        {
            Node = now.Label("node") is { Length: > 0 } node ? node : asked,
            Role = role,
            IsUp = true,
            Version = now["tacit_build_info"].FirstOrDefault()?["version"] ?? "",
            Connections = now.Sum("tacit_front_connections"),
            Channels = now.Sum(role switch
            {
                "front" => "tacit_front_channels",
                "storage" => "tacit_store_channels",
                _ => "tacit_core_channels",
            }),
            Leases = now.Sum("tacit_core_shards"),
            AppendsPerSecond = Rate("tacit_core_entries_committed_total"),
            DeliveriesPerSecond = Rate("tacit_front_entries_delivered_total"),
            RefusalsPerSecond = Rate("tacit_core_entries_refused_total") + Rate("tacit_front_upgrades_refused_total")
                + Rate("tacit_front_connections_ended_total") + Rate("tacit_storage_commits_failed_total"),
            ReceivedBytesPerSecond =
                Rate("tacit_front_received_bytes_total") + Rate("tacit_front_blob_received_bytes_total"),
            SentBytesPerSecond = Rate("tacit_front_sent_bytes_total") + Rate("tacit_front_blob_sent_bytes_total"),
            CommitP50Seconds = now.Quantile(commits, 0.5, before),
            CommitP99Seconds = now.Quantile(commits, 0.99, before),
            Queued = now.Sum("tacit_core_queue_requests"),
            OutboxBytes = now.Sum("tacit_front_outbox_bytes") + now.Sum("tacit_link_queue_bytes"),
            StoredBytes = now.Sum("tacit_store_bytes") + now.Sum("tacit_store_blob_bytes"),
            Processors = Rate("tacit_process_cpu_seconds_total"),
            MemoryBytes = now.Sum("tacit_process_memory_bytes"),
            DiskFree = diskSize > 0 ? now.Sum("tacit_disk_free_bytes") / diskSize : null,
            Links =
            [
                .. now["tacit_link_up"].Select(link => new LinkFigures(
                    link["peer"], link.Value > 0, now["tacit_link_queue_bytes"]
                        .Where(queue => queue["peer"] == link["peer"]).Sum(queue => queue.Value))),
            ],
        };
    }
}
