using Tacit.Link.Tcp;
using Tacit.Wire;

namespace Tacit.Link.Tests;

public sealed class HandshakeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly byte[] Other = "another secret of enough bytes"u8.ToArray();

    private byte[] _greeting = [];
    private byte[] _proof = [];

    [Fact]
    public async Task Another_secret_is_refused_with_a_sentence_on_both_sides()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        await using var core = TestNode.Caller(new(NodeId.Core, 1, Other));
        core.Links.Dial(NodeId.Storage, storage.Address);

        await storage.Log.ContainsAsync("refused a node that says it is core:0");
        await core.Log.ContainsAsync("the cluster secrets differ");
        Assert.Contains("core:0 is refused by storage:0", await core.Links.Refused.WaitAsync(Patience));
        Assert.Empty(storage.Role.Heard);
    }

    [Fact]
    public async Task Another_version_is_refused_with_a_sentence_and_does_nothing_to_others()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core));
        core.Links.Dial(NodeId.Storage, storage.Address);
        await core.Role.FirstOpened.WaitAsync(Patience);

        await using var newer = TestNode.Caller(
            new(new(NodeRole.Core, 1), 1, TestNode.Secret) { SpokenVersion = LinkIdentity.Version + 1 });
        newer.Links.Dial(NodeId.Storage, storage.Address);
        await newer.Log.ContainsAsync("run the same release of Tacit on both");
        await storage.Log.ContainsAsync("run the same release of Tacit on both");
        await newer.Links.Refused.WaitAsync(Patience);
        Assert.Equal([NodeId.Core], storage.Links.Peers);
        Assert.Equal(["core:0 opened"], storage.Role.Heard);
    }

    [Fact]
    public async Task A_second_process_of_a_name_is_refused_as_long_as_the_first_answers()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        var first = TestNode.Caller(TestNode.Identity(NodeId.Core, 1));
        first.Links.Dial(NodeId.Storage, storage.Address);
        await first.Role.FirstOpened.WaitAsync(Patience);
        await using var second = TestNode.Caller(
            TestNode.Identity(NodeId.Core, 2), TestNode.Settings with { RefusedMax = TimeSpan.FromMinutes(1) });
        second.Links.Dial(NodeId.Storage, storage.Address);

        await second.Log.ContainsAsync("another process is connected under this name");
        Assert.Empty(second.Role.Heard);
        Assert.Equal(["storage:0 opened"], first.Role.Heard);

        await first.DisposeAsync();
        await second.Role.FirstOpened.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_node_that_comes_again_takes_the_place_of_its_own_broken_link()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        for (var time = 0; time < 2; time++)
        {
            var refusal = await TestNode.GreetAsync(await storage.ConnectAsync());
            Assert.Equal(LinkRefusal.None, refusal);
        }

        await storage.Role.FirstClosed.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_front_is_refused_by_a_storage()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        await using var front = TestNode.Caller(TestNode.Identity(NodeId.Front));
        front.Links.Dial(NodeId.Storage, storage.Address);
        await front.Log.ContainsAsync("fronts connect to cores, cores to storages");
        Assert.Empty(storage.Role.Heard);
    }

    [Fact]
    public async Task Who_calls_another_node_than_the_one_at_the_address_is_told()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core));
        core.Links.Dial(new(NodeRole.Storage, 1), storage.Address);
        await core.Log.ContainsAsync("another node listens at this address");
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_named_once()
    {
        var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        var address = storage.Address;
        await storage.DisposeAsync();
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core));
        core.Links.Dial(NodeId.Storage, address);
        var line = await core.Log.ContainsAsync("no link to storage:0");
        Assert.Equal(
            $"no link to storage:0 at 127.0.0.1:{address.Port} yet: Connection refused; trying again", line);

        await using var again = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage), port: address.Port);
        await core.Role.FirstOpened.WaitAsync(Patience);
        Assert.Single(core.Log.Text.Split('\n'), one => one == line);
    }

    [Fact]
    public async Task A_proof_that_was_seen_opens_no_second_connection()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        Assert.Equal(2, (await ProveAsync(await storage.ConnectAsync()))[0]);

        // The same greeting and proof once more: the other side's nonce is another.
        var wire = await storage.ConnectAsync();
        await wire.WriteFrameAsync(_greeting, default);
        await wire.ReadFrameAsync(1024, default);
        await wire.WriteFrameAsync(_proof, default);
        Assert.Equal([3, (byte)LinkRefusal.WrongSecret], await wire.ReadFrameAsync(1024, default));
    }

    [Fact]
    public async Task A_greeting_that_is_reflected_proves_nothing()
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));

        // Without the secret: two connections, each fed with what the other says.
        var (one, two) = (await storage.ConnectAsync(), await storage.ConnectAsync());
        var greeting = new Greeting(
            LinkIdentity.Version, NodeId.Core, NodeId.Storage, 1, new byte[Greeting.NonceLength]).Write();
        await one.WriteFrameAsync((byte[])[1, .. greeting], default);
        var challenge = await one.ReadFrameAsync(1024, default);
        await two.WriteFrameAsync(challenge, default);
        Assert.Equal(3, (await two.ReadFrameAsync(1024, default))[0]);

        await one.WriteFrameAsync((byte[])[2, .. challenge.AsSpan(1, LinkProof.Length)], default);
        Assert.Equal([3, (byte)LinkRefusal.WrongSecret], await one.ReadFrameAsync(1024, default));
        Assert.Empty(storage.Role.Heard);
    }

    [Fact]
    public void The_proofs_of_the_two_sides_differ_and_depend_on_all_that_they_cover()
    {
        byte[] key = new byte[32], dialer = new byte[56], listener = [.. Enumerable.Repeat((byte)1, 56)];
        var proof = LinkProof.Make(key, true, dialer, listener, [1, 2]);
        Assert.NotEqual(proof, LinkProof.Make(key, false, dialer, listener, [1, 2]));
        Assert.NotEqual(proof, LinkProof.Make(key, true, listener, dialer, [1, 2]));
        Assert.NotEqual(proof, LinkProof.Make(key, true, dialer, listener, [1, 3]));
        Assert.NotEqual(proof, LinkProof.Make([.. key[1..], 1], true, dialer, listener, [1, 2]));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("\0\0\0\u0005hello")]
    public async Task What_is_no_node_is_sent_away_and_harms_nobody(string text)
    {
        await using var storage = await TestNode.ListenAsync(TestNode.Identity(NodeId.Storage));
        var wire = await storage.ConnectAsync();
        await wire.Output.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text));
        for (var read = await wire.Input.ReadAsync(); !read.IsCompleted; read = await wire.Input.ReadAsync())
            wire.Input.AdvanceTo(read.Buffer.End);
        await using var core = TestNode.Caller(TestNode.Identity(NodeId.Core));
        core.Links.Dial(NodeId.Storage, storage.Address);
        await core.Role.FirstOpened.WaitAsync(Patience);
    }

    private async Task<byte[]> ProveAsync(LinkWire wire)
    {
        var identity = TestNode.Identity(NodeId.Core);
        var mine = new Greeting(
            LinkIdentity.Version, NodeId.Core, NodeId.Storage, 1, new byte[Greeting.NonceLength]).Write();
        _greeting = [1, .. mine];
        await wire.WriteFrameAsync(_greeting, default);
        var theirs = await wire.ReadFrameAsync(1024, default);
        _proof = [2, .. LinkProof.Make(identity.ProofKey, true, mine, theirs.AsSpan(1), [])];
        await wire.WriteFrameAsync(_proof, default);
        return await wire.ReadFrameAsync(1024, default);
    }
}
