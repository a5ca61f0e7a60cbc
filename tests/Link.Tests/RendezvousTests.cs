using Tacit.Wire;

namespace Tacit.Link.Tests;

public sealed class RendezvousTests
{
    private static readonly NodeId[] Cores = [.. Enumerable.Range(0, 8).Select(at => new NodeId(NodeRole.Core, at))];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Shards_are_spread_over_all_nodes(int count)
    {
        var shares = Shard.All.CountBy(shard => Rendezvous.Choose(shard, Cores.Take(count))!.Value).ToArray();
        Assert.Equal(count, shares.Length);

        // What chance allows of 256 shards: within three standard deviations of the mean.
        var mean = (double)Shard.Count / count;
        var deviation = Math.Sqrt(mean * (1 - 1.0 / count));
        Assert.All(shares, share => Assert.InRange(share.Value, mean - 3 * deviation, mean + 3 * deviation));
    }

    [Fact]
    public void A_node_that_goes_moves_only_its_own_shards()
    {
        foreach (var gone in Cores)
        {
            var left = Cores.Where(core => core != gone).ToArray();
            foreach (var shard in Shard.All)
            {
                var before = Rendezvous.Choose(shard, Cores)!.Value;
                var after = Rendezvous.Choose(shard, left)!.Value;
                Assert.True(after == before || before == gone);
            }
        }
    }

    [Fact]
    public void The_order_in_which_nodes_are_known_does_not_matter()
    {
        foreach (var shard in Shard.All)
            Assert.Equal(Rendezvous.Choose(shard, Cores), Rendezvous.Choose(shard, Cores.Reverse()));
        Assert.Null(Rendezvous.Choose(default, []));
    }

    [Fact]
    public void Weights_never_change_because_data_lies_by_them()
    {
        Assert.Equal(0x72113A39BAE97223UL, Rendezvous.Weigh(new(0), new(NodeRole.Storage, 0)));
        Assert.Equal(0x5FC79B9C0EE78DAFUL, Rendezvous.Weigh(new(255), new(NodeRole.Core, 7)));
    }
}
