using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link.Tests;

public sealed class RequestsTests
{
    private static readonly EntriesRead Lost = new(0, Code.StoreUnavailable, [], 0, 0);

    [Fact]
    public async Task A_request_ends_with_its_answer()
    {
        var (requests, link) = (new Requests<EntriesRead>(Lost), new OpenLink());
        var asked = requests.AskAsync(link, Read);
        var sent = Assert.IsType<ReadEntries>(Assert.Single(link.Sent));
        requests.Answer(sent.Request + 1, Lost);
        Assert.False(asked.IsCompleted);

        requests.Answer(sent.Request, new(sent.Request, Code.None, [], 7, 7));
        Assert.Equal(7, (await asked).Head);
    }

    [Fact]
    public async Task What_waits_for_a_link_ends_when_it_closes_and_nothing_else_does()
    {
        var (requests, broken, other) = (new Requests<EntriesRead>(Lost), new OpenLink(), new OpenLink());
        var waiting = requests.AskAsync(broken, Read);
        var unconcerned = requests.AskAsync(other, Read);

        broken.IsOpen = false;
        requests.Closed(broken);

        Assert.Equal(Code.StoreUnavailable, (await waiting).Code);
        Assert.False(unconcerned.IsCompleted);
    }

    [Fact]
    public async Task A_request_to_a_peer_that_is_not_there_ends_at_once()
    {
        var requests = new Requests<EntriesRead>(Lost);
        var answer = await requests.AskAsync(new ClosedLink(NodeId.Storage), Read);
        Assert.Equal(Code.StoreUnavailable, answer.Code);
    }

    private static ReadEntries Read(long request) => new(request, default, 0, null, History: false, 1024);

    private sealed class OpenLink : ILink
    {
        public List<RoleMessage> Sent { get; } = [];

        public NodeId Peer => NodeId.Storage;

        public bool IsOpen { get; set; } = true;

        public ValueTask SendAsync(RoleMessage message)
        {
            Sent.Add(message);
            return ValueTask.CompletedTask;
        }
    }
}
