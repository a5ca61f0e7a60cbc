namespace Tacit.Wire.Tests;

public sealed class NodeIdTests
{
    [Theory]
    [InlineData("front:0", NodeRole.Front, 0)]
    [InlineData("core:12", NodeRole.Core, 12)]
    [InlineData("storage:9999", NodeRole.Storage, 9999)]
    public void An_id_is_read_as_it_is_written(string text, NodeRole role, int index)
    {
        Assert.True(NodeId.TryParse(text, out var id));
        Assert.Equal(new NodeId(role, index), id);
        Assert.Equal(text, id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("core")]
    [InlineData("core:")]
    [InlineData(":0")]
    [InlineData("Core:0")]
    [InlineData("core:00")]
    [InlineData("core:+1")]
    [InlineData("core:-1")]
    [InlineData("core: 1")]
    [InlineData("core:10000")]
    [InlineData("core:99999999999")]
    [InlineData("gateway:0")]
    [InlineData("core:0:1")]
    public void Anything_else_is_no_id(string? text) => Assert.False(NodeId.TryParse(text, out _));
}
