using Tacit.Wire;

namespace Tacit.Server.Core;

/// <summary>What a core is, and how long it waits. The defaults are those of one process that is all.</summary>
public sealed record CoreSettings
{
    /// <summary>Which core of the cluster.</summary>
    public NodeId Id { get; init; } = NodeId.Core;

    /// <summary>How many lanes work at once for each store, from 1.</summary>
    public required int LaneCount { get; init; }

    /// <summary>All storages of the cluster, whether they are there or not.</summary>
    public IReadOnlyList<NodeId> Storages { get; init; } = [NodeId.Storage];

    /// <summary>
    /// Whether all storages serve the same store, so that any may be asked for any channel. Else each has a part of the
    /// shards, which are spread over <see cref="Storages"/> for good.
    /// </summary>
    public bool SharesStore { get; init; }

    /// <summary>How often leases are renewed: a quarter of the time that they run.</summary>
    public TimeSpan RenewInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a core keeps its channels when its storage is gone. Then another may serve them.</summary>
    public TimeSpan StorageWait { get; init; } = TimeSpan.FromSeconds(2);
}
