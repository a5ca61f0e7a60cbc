using System.Security.Cryptography;
using Tacit.Link.Tcp;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link.Tests;

public sealed class TcpLinkTests
{
    private const int Count = 2_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Requests_and_answers_pass_whole_and_in_order_in_both_directions()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core));
        var answered = new TaskCompletionSource();
        var (asked, seen) = (new List<long>(), new List<long>());
        storage.Role.OnMessage = (message, reply) =>
        {
            var put = (PutBlob)message;
            asked.Add(put.Request);
            return reply.SendAsync(new BlobAnswered { Request = put.Request, Bytes = put.Bytes });
        };
        core.Role.OnMessage = (message, _) =>
        {
            var answer = (BlobAnswered)message;
            seen.Add(answer.Request);
            Assert.Equal(Content(answer.Request), answer.Bytes.ToArray());
            if (seen.Count == Count)
                answered.SetResult();
            return ValueTask.CompletedTask;
        };
        core.Links.Dial(NodeId.Storage, storage.Address);
        var link = await core.Role.FirstOpened.WaitAsync(Patience);
        for (var number = 1L; number <= Count; number++)
            await link.SendAsync(new PutBlob(number, default, default, Content(number)));

        await answered.Task.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(1, Count).Select(number => (long)number), asked);
        Assert.Equal(asked, seen);

        // From nothing to some hundred thousand bytes.
        static byte[] Content(long number) =>
            Enumerable.Repeat((byte)(number % 256), (int)(number % 97 == 0 ? number * 100 : number % 300)).ToArray();
    }

    [Fact]
    public async Task Who_asks_waits_while_the_other_side_has_no_room_and_nothing_is_lost()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        await using var core = TestNode.Caller(
            TestNode.Identity(NodeId.Core), TestNode.Settings with { RequestsSizeMax = 64 * 1024 });
        var (first, room, all) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var taken = 0;
        storage.Role.OnMessage = async (_, _) =>
        {
            first.TrySetResult();
            await room.Task;
            if (++taken == Count)
                all.SetResult();
        };
        core.Links.Dial(NodeId.Storage, storage.Address);
        var link = await core.Role.FirstOpened.WaitAsync(Patience);
        var sending = Task.Run(async () =>
        {
            for (var number = 0; number < Count; number++)
                await link.SendAsync(new PutBlob(number, default, default, new byte[60_000]));
        });

        // 120 MB are more than the queue and all buffers between hold: somebody waits, and that says nobody is dead.
        await first.Task.WaitAsync(Patience);
        Assert.False(sending.IsCompleted);
        room.SetResult();
        await sending.WaitAsync(Patience);
        await all.Task.WaitAsync(Patience);
        Assert.Equal(["core:0 opened"], storage.Role.Heard.Where(line => !line.Contains("says")));
    }

    [Fact]
    public async Task A_link_that_broke_is_told_to_both_roles_and_made_again_as_another()
    {
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core));
        var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        core.Links.Dial(NodeId.Storage, storage.Address);
        var first = await core.Role.FirstOpened.WaitAsync(Patience);
        var port = storage.Address.Port;
        await storage.DisposeAsync();
        Assert.Same(first, await core.Role.FirstClosed.WaitAsync(Patience));
        Assert.False(first.IsOpen);
        await first.SendAsync(new LeaveChannel(1, default));

        await using var again = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage, 2), port: port);
        await again.Role.FirstOpened.WaitAsync(Patience);
        Assert.Equal(["storage:0 opened", "storage:0 closed"], core.Role.Heard.Take(2));
    }

    [Fact]
    public async Task A_peer_that_says_nothing_is_given_up()
    {
        await using var storage = await TestNode.ListenAsync(
            TestNode.Identity(NodeId.Storage), TestNode.Settings with { DeadAfter = TimeSpan.FromMilliseconds(400) });
        var wire = await storage.ConnectAsync();
        var refusal = await TestNode.GreetAsync(wire);
        Assert.Equal(LinkRefusal.None, refusal);
        await storage.Role.FirstOpened.WaitAsync(Patience);

        await storage.Role.FirstClosed.WaitAsync(Patience);
        await storage.Log.ContainsAsync("nothing was heard for 0.4 s");
    }

    [Fact]
    public async Task Round_trips_are_measured_on_both_ends_and_by_an_operator()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core));
        await using var person = TestNode.Caller(TestNode.Identity(new(NodeRole.Operator, 7)));
        core.Links.Dial(NodeId.Storage, storage.Address);
        await Task.WhenAll(storage.Role.FirstOpened, core.Role.FirstOpened).WaitAsync(Patience);
        Assert.Equal(10, Assert.Single(await core.Links.MeasureAsync(10)).RoundTrips.Length);

        var measured = new TaskCompletionSource<LinksMeasured>();
        person.Role.OnMessage = (message, _) =>
        {
            measured.SetResult((LinksMeasured)message);
            return ValueTask.CompletedTask;
        };
        person.Links.Dial(NodeId.Storage, storage.Address);
        await (await person.Role.FirstOpened.WaitAsync(Patience)).SendAsync(new MeasureLinks(1, 20));
        var link = Assert.Single((await measured.Task.WaitAsync(Patience)).Links);
        Assert.Equal(NodeId.Core, link.Peer);
        Assert.InRange(link.MedianMicroseconds, 1, link.NinetyNinthMicroseconds);
    }

    [Fact]
    public async Task Whatever_a_node_sends_after_its_proof_a_message_that_does_not_read_only_ends_its_link()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        var wire = await storage.ConnectAsync();
        await TestNode.GreetAsync(wire);
        await wire.WriteFrameAsync(RandomNumberGenerator.GetBytes(40).AsMemory()[..39], CancellationToken.None);
        await wire.WriteFrameAsync(new byte[] { 200, 1, 2 }, CancellationToken.None);
        await storage.Role.FirstClosed.WaitAsync(Patience);

        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core, 5));
        core.Links.Dial(NodeId.Storage, storage.Address);
        await core.Role.FirstOpened.WaitAsync(Patience);
    }
}
