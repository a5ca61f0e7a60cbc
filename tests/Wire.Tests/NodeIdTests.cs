namespace Tacit.Wire.Tests;

public sealed class NodeIdTests
{
    [Theory]
    [InlineData("front:0", NodeRole.Front, 0)]
    [InlineData("core:7", NodeRole.Core, 7)]
    [InlineData("storage:9999", NodeRole.Storage, 9999)]
    public void A_name_is_read_and_written(string name, NodeRole role, int index)
    {
        Assert.True(NodeId.TryParse(name, out var id));
        Assert.Equal(new(role, index), id);
        Assert.Equal(name, id.ToString());
        Assert.Equal(id, NodeId.Unpack(id.Packed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("core")]
    [InlineData("core:")]
    [InlineData("core:-1")]
    [InlineData("core:+1")]
    [InlineData("core: 1")]
    [InlineData("core:01")]
    [InlineData("core:1:2")]
    [InlineData("core:10000")]
    [InlineData("core:99999999999")]
    [InlineData("Core:1")]
    [InlineData("proxy:1")]
    public void What_is_no_name_is_refused(string? name) => Assert.False(NodeId.TryParse(name, out _));

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
