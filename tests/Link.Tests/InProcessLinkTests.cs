using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link.Tests;

public sealed class InProcessLinkTests
{
    [Fact]
    public async Task Both_roles_are_told_who_is_there_and_answers_find_their_way_back()
    {
        var (core, storage) = (new TestRole(), new TestRole());
        storage.OnMessage = (message, reply) => reply.SendAsync(
            new ChannelFound { Request = ((FindChannel)message).Request });
        InProcessLink.Connect(core, NodeId.Core, storage, NodeId.Storage);

        var link = await core.FirstOpened;
        await link.SendAsync(new FindChannel(1, default, default, null));

        Assert.True(link.IsOpen);
        Assert.Equal(["core:0 opened", "core:0 says FindChannel"], storage.Heard);
        Assert.Equal(["storage:0 opened", "storage:0 says ChannelFound"], core.Heard);
    }
}
