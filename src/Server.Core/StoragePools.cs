using Tacit.Link;
using Tacit.Wire;

namespace Tacit.Server.Core;

/// <summary>
/// Which storage serves which lane. Where each storage has a part of the shards, each has lanes of its own; where all
/// serve one store, a lane takes whichever is there. Any thread.
/// </summary>
/// <param name="settings">Which storages there are, and how many lanes for each store.</param>
internal sealed class StoragePools(CoreSettings settings)
{
    private readonly Lock _gate = new();
    private readonly List<ILink> _links = [];

    /// <summary>How many lanes there are altogether.</summary>
    public int LaneCount { get; } = settings.LaneCount * (settings.SharesStore ? 1 : settings.Storages.Count);

    /// <summary>The number of the lane of a shard, from 0.</summary>
    public int LaneOf(Shard shard)
    {
        var within = shard.Index % settings.LaneCount;
        return settings.SharesStore ? within : _poolOf[shard.Index] * settings.LaneCount + within;
    }

    /// <summary>A link to a storage opened.</summary>
    public void Opened(ILink storage)
    {
        lock (_gate)
            _links.Add(storage);
    }

    /// <summary>A link to a storage closed.</summary>
    public void Closed(ILink storage)
    {
        lock (_gate)
            _links.Remove(storage);
    }

    /// <summary>The link that a lane is to use; null if there is none.</summary>
    public ILink? LinkOf(int lane)
    {
        lock (_gate)
        {
            // Lanes are spread over storages of one store as shards are.
            var node = settings.SharesStore
                ? Rendezvous.Choose(new((byte)lane), _links.Select(link => link.Peer))
                : settings.Storages[lane / settings.LaneCount];
            return _links.FindLast(link => link.Peer == node);
        }
    }

    private readonly int[] _poolOf = [.. Shard.All.Select(
        shard => IndexOf(settings.Storages, Rendezvous.Choose(shard, settings.Storages)))];

    private static int IndexOf(IReadOnlyList<NodeId> nodes, NodeId? node)
    {
        for (var at = 0; at < nodes.Count; at++)
        {
            if (nodes[at] == node)
                return at;
        }

        throw new ArgumentException("A core needs a storage.", nameof(nodes));
    }
}
