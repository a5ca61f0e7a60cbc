using System.Diagnostics;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Cluster.Tests;

/// <summary>A channel moves from one core to another, and its clients notice a pause at most.</summary>
public sealed class HandOverTests
{
    /// <summary>Where an entry is when its core is killed.</summary>
    public enum Stage
    {
        OnItsWayToTheCore,
        OnItsWayToTheStorage,
        StoredAndNotAnswered,
        AnsweredAndNotTold,
    }

    public static TheoryData<Stage> Stages => [.. Enum.GetValues<Stage>()];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_core_killed_at_any_stage_of_an_append_loses_and_repeats_nothing(Stage stage)
    {
        await using var cluster = new TestCluster();
        var channel = new TestChannel();
        var (writer, reader) = await TwoClientsAsync(cluster, channel);
        var core = cluster.PreferredCore(channel);
        var (front, storage) = (TestCluster.Front(0), TestCluster.Storage(0));
        var (held, arrives) = stage switch
        {
            Stage.OnItsWayToTheCore => (cluster.Link(front, TestCluster.Core(core)), null),
            Stage.OnItsWayToTheStorage => (cluster.Link(TestCluster.Core(core), storage), typeof(AppendEntries)),
            Stage.StoredAndNotAnswered => (cluster.Link(storage, TestCluster.Core(core)), typeof(StoreEntries)),
            Stage.AnsweredAndNotTold => (cluster.Link(TestCluster.Core(core), front), typeof(EntriesStored)),
            _ => throw new UnreachableException(),
        };
        var before = arrives is null
            ? Task.CompletedTask
            : Arrival(arrives.Name, cluster, core, front, storage);
        held.Hold();
        await writer.AppendAsync(5);
        await before;
        if (stage >= Stage.StoredAndNotAnswered)
            await LogHasMoreAsync(cluster, channel);

        cluster.KillCore(core);
        await writer.AppendAsync(3);
        await cluster.CheckAsync(channel, [writer, reader]);
    }

    [Fact]
    public async Task A_paused_core_that_wakes_up_is_fenced()
    {
        await using var cluster = new TestCluster();
        var channel = new TestChannel();
        var (writer, reader) = await TwoClientsAsync(cluster, channel);
        var core = cluster.PreferredCore(channel);
        var (front, paused, storage) = (TestCluster.Front(0), TestCluster.Core(core), TestCluster.Storage(0));
        var (toStorage, toFront) = (cluster.Link(paused, storage), cluster.Link(paused, front));

        // What the core sends stays on its way from here on, as if it slept before it could send it.
        toStorage.Hold();
        toFront.Hold();
        var arrived = Arrival(nameof(AppendEntries), cluster, core, front, storage);
        await writer.AppendAsync(5);
        await arrived;
        cluster.Link(front, paused).CutHere();
        await writer.AppendAsync(5);
        await writer.AnsweredAsync();

        var fenced = new TaskCompletionSource<EntriesStored>(TaskCreationOptions.RunContinuationsAsynchronously);
        toStorage.Back.OnArrival = message =>
        {
            if (message is EntriesStored stored)
                fenced.TrySetResult(stored);
            return Task.CompletedTask;
        };
        toStorage.Release();
        Assert.All((await fenced.Task).Results, result => Assert.Equal(Code.Fenced, result.Code));
        toFront.Release();
        await writer.AppendAsync(5);
        await cluster.CheckAsync(channel, [writer, reader]);
    }

    [Fact]
    public async Task Fronts_that_see_different_cores_agree_on_one()
    {
        await using var cluster = new TestCluster(fronts: 2);
        var channel = new TestChannel();
        var core = cluster.PreferredCore(channel);
        var (here, there) = (channel.NewDevice(), channel.NewDevice());
        await using var first = await TestClient.JoinAsync(cluster.Fronts[0], here);
        await using var second = await TestClient.JoinAsync(cluster.Fronts[1], there);
        await Task.WhenAll(first.LiveAsync(), second.LiveAsync());
        await first.AppendAsync(3);
        await second.AppendAsync(3);

        // The second front does not reach the core that the first prefers: it has another take over, and the first
        // follows.
        cluster.Link(TestCluster.Front(1), TestCluster.Core(core)).Cut();
        await first.AppendAsync(3);
        await second.AppendAsync(3);
        await cluster.CheckAsync(channel, [first, second]);
        Assert.DoesNotContain(Shard.Of(channel.Id), cluster.Cores[core].Shards);
    }

    [Fact]
    public async Task A_storage_that_is_started_again_gets_what_it_did_not_answer()
    {
        await using var cluster = new TestCluster(cores: 1);
        var channel = new TestChannel();
        var (writer, reader) = await TwoClientsAsync(cluster, channel);
        var toCore = cluster.Link(TestCluster.Storage(0), TestCluster.Core(0));
        toCore.Hold();
        await writer.AppendAsync(5);
        await LogHasMoreAsync(cluster, channel);
        cluster.KillStorage(0);
        await writer.AppendAsync(5);
        cluster.StartStorage(0);
        await cluster.CheckAsync(channel, [writer, reader]);
    }

    [Fact]
    public async Task A_core_without_its_storage_gives_way_to_one_that_reaches_it()
    {
        await using var cluster = new TestCluster();
        var channel = new TestChannel();
        var (writer, reader) = await TwoClientsAsync(cluster, channel);
        var core = cluster.PreferredCore(channel);
        cluster.Link(TestCluster.Core(core), TestCluster.Storage(0)).Cut();
        await writer.AppendAsync(5);
        await cluster.CheckAsync(channel, [writer, reader]);
        Assert.Contains(Shard.Of(channel.Id), cluster.Cores[1 - core].Shards);
    }

    [Fact]
    public async Task A_drained_core_keeps_nothing_and_a_new_one_takes_its_part()
    {
        await using var cluster = new TestCluster();
        var channel = TestChannel.In(shard => Preferred(shard, 2) == 1);
        var (writer, reader) = await TwoClientsAsync(cluster, channel);
        var writing = writer.AppendAsync(200);
        await cluster.Cores[1].DrainAsync(CancellationToken.None);
        Assert.Empty(cluster.Cores[1].Shards);
        await writing;
        await writer.AnsweredAsync();
        Assert.Contains(Shard.Of(channel.Id), cluster.Cores[0].Shards);

        cluster.KillCore(1);
        cluster.AddCore(1);
        var shard = Shard.Of(channel.Id);
        while (!cluster.Cores[1].Shards.Contains(shard))
            await writer.AppendAsync();
        await writer.AppendAsync(10);
        await cluster.CheckAsync(channel, [writer, reader]);
        Assert.DoesNotContain(shard, cluster.Cores[0].Shards);
    }

    [Fact]
    public async Task Who_was_removed_meanwhile_is_told_so_by_the_next_core()
    {
        await using var cluster = new TestCluster(fronts: 2);
        var channel = new TestChannel();
        var core = cluster.PreferredCore(channel);
        var (owner, guest) = (channel.NewDevice(Role.Admin), channel.NewDevice());
        await using var admin = await TestClient.JoinAsync(cluster.Fronts[0], owner);
        await using var removed = await TestClient.JoinAsync(cluster.Fronts[1], guest);
        await Task.WhenAll(admin.LiveAsync(), removed.LiveAsync());
        await admin.AppendAsync();
        await removed.AppendAsync();
        await Task.WhenAll(admin.AnsweredAsync(), removed.AnsweredAsync());

        // Its front hears nothing any more, neither of the removal nor of the next core.
        cluster.Link(TestCluster.Core(core), TestCluster.Front(1)).Hold();
        await admin.AppendAsync(owner.Remove(guest.Author, 1));
        await admin.AnsweredAsync();
        await removed.AppendAsync();
        cluster.KillCore(core);
        await removed.TroubledAsync();
        Assert.Contains(nameof(Code.AuthorRemoved), removed.Trouble, StringComparison.Ordinal);
        Assert.Equal(3, (await cluster.ReadAsync(channel)).Count);
    }

    [Fact]
    public async Task Without_a_core_joins_are_refused_after_a_while_and_appends_wait_for_one()
    {
        await using var cluster = new TestCluster(
            cores: 1, front: new() { JoinWait = TimeSpan.FromMilliseconds(300), MoveWait = TimeSpan.FromMinutes(5) });
        var channel = new TestChannel();
        var (writer, reader) = await TwoClientsAsync(cluster, channel);
        cluster.KillCore(0);
        await writer.AppendAsync(5);
        await using var late = await TestClient.JoinAsync(cluster.Fronts[0], channel.NewDevice());
        await late.TroubledAsync();
        Assert.Contains(nameof(Code.StoreUnavailable), late.Trouble, StringComparison.Ordinal);
        cluster.AddCore(0);
        await cluster.CheckAsync(channel, [writer, reader]);
    }

    private static int Preferred(Shard shard, int cores) =>
        Rendezvous.Choose(shard, Enumerable.Range(0, cores).Select(TestCluster.Core))!.Value.Index;

    // Both have appended once, so the log has two entries.
    private static async Task<(TestClient Writer, TestClient Reader)> TwoClientsAsync(
        TestCluster cluster, TestChannel channel)
    {
        var writer = await TestClient.JoinAsync(cluster.Fronts[0], channel.NewDevice());
        var reader = await TestClient.JoinAsync(cluster.Fronts[0], channel.NewDevice());
        await Task.WhenAll(writer.LiveAsync(), reader.LiveAsync());
        await writer.AppendAsync();
        await reader.AppendAsync();
        await Task.WhenAll(writer.AnsweredAsync(), reader.AnsweredAsync());
        return (writer, reader);
    }

    private static Task Arrival(string type, TestCluster cluster, int core, NodeId front, NodeId storage)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = TestCluster.Core(core);
        TestLink[] links = [cluster.Link(front, node), cluster.Link(node, storage), cluster.Link(storage, node)];
        foreach (var link in links)
        {
            link.OnArrival = message =>
            {
                if (message.GetType().Name == type)
                    arrived.TrySetResult();
                return Task.CompletedTask;
            };
        }

        return arrived.Task;
    }

    // Not all five: a lane has two batches at its storage at most, and what was appended may have come in more pieces.
    private static async Task LogHasMoreAsync(TestCluster cluster, TestChannel channel)
    {
        const int Introductions = 2;
        while ((await cluster.ReadAsync(channel)).Count <= Introductions)
            await Task.Yield();
    }
}
