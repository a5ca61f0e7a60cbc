using Tacit.Wire;

namespace Tacit.Link;

/// <summary>
/// Rendezvous hashing: whoever knows the same nodes gives a shard to the same one, without asking anybody. A node that
/// goes leaves its shards to all others alike; one that comes takes from all alike; no other shard moves.
/// Source: D. Thaler, C. Ravishankar, "A Name-Based Mapping Scheme for Rendezvous", 1996.
/// </summary>
public static class Rendezvous
{
    /// <summary>The node of a shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="nodes">Those to choose from, in any order.</param>
    /// <returns>Where it belongs; null if there is no node.</returns>
    public static NodeId? Choose(Shard shard, IEnumerable<NodeId> nodes)
    {
        NodeId? best = null;
        var most = 0UL;
        foreach (var node in nodes)
        {
            var weight = Weigh(shard, node);
            if (best is { } other && (weight < most || (weight == most && node.CompareTo(other) > 0)))
                continue;
            (best, most) = (node, weight);
        }

        return best;
    }

    /// <summary>
    /// How much a node wants a shard: the one that wants it most has it. Where data lies depends on it, so it never
    /// changes.
    /// </summary>
    public static ulong Weigh(Shard shard, NodeId node)
    {
        // The finalizer of SplitMix64: each bit of the input changes half of those of the output.
        unchecked
        {
            var x = ((ulong)node.Role << 48) + ((ulong)node.Index << 16) + shard.Index + 0x9E3779B97F4A7C15;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
