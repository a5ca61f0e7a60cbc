namespace Tacit.Wire.Tests;

public sealed class ShardTests
{
    [Fact]
    public void A_shard_is_the_first_byte_of_a_channels_id()
    {
        var id = new byte[ChannelId.Length];
        for (var first = 0; first < Shard.Count; first++)
        {
            id[0] = (byte)first;
            Assert.Equal(new((byte)first), Shard.Of(ChannelId.Read(id)));
            Assert.Equal(new((byte)first), Shard.All[first]);
        }
    }
}
