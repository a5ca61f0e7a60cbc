using System.Collections.Concurrent;
using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Leases, and appends under them. Source: docs/protocol/log.md §3.8.</summary>
public abstract class LeaseContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    private static readonly LeaseHolder One = new(new(NodeRole.Core, 0), 11);
    private static readonly LeaseHolder Two = new(new(NodeRole.Core, 1), ulong.MaxValue);
    private static readonly LeaseHolder OneAgain = new(new(NodeRole.Core, 0), 12);

    // So long that it never runs out by itself in a test, whichever clock a log looks at.
    protected override LogSettings Settings { get; } = new() { LeaseDuration = TimeSpan.FromHours(1) };

    private Shard Shard => Shard.Of(Channel);

    [Fact]
    public async Task The_first_to_ask_is_granted_the_shard()
    {
        Assert.Equal(new(Shard, One, 1, Settings.LeaseDuration), await AcquireAsync(One));
    }

    [Fact]
    public async Task Who_has_it_keeps_its_token()
    {
        await AcquireAsync(One);
        Assert.Equal((One, 1), Told(await AcquireAsync(One)));
        Assert.Equal((One, 1), Told(await AcquireAsync(One, takeOver: true)));
    }

    [Fact]
    public async Task Another_is_told_who_has_it()
    {
        await AcquireAsync(One);
        var stands = await AcquireAsync(Two);
        Assert.Equal((One, 1), Told(stands));
        Assert.InRange(stands.Remaining, TimeSpan.FromTicks(1), Settings.LeaseDuration);
    }

    [Fact]
    public async Task A_core_that_was_started_again_is_another()
    {
        await AcquireAsync(One);
        Assert.Equal((One, 1), Told(await AcquireAsync(OneAgain)));
        Assert.Equal((OneAgain, 2), Told(await AcquireAsync(OneAgain, takeOver: true)));
    }

    [Fact]
    public async Task Each_grant_to_another_has_a_greater_token()
    {
        for (var token = 1; token <= 10; token++)
        {
            var asker = token % 2 == 0 ? One : Two;
            Assert.Equal((asker, token), Told(await AcquireAsync(asker, takeOver: true)));
        }
    }

    [Fact]
    public async Task Shards_are_granted_by_themselves()
    {
        await AcquireAsync(One);
        var other = new Shard(255);
        Assert.Equal((Two, 1), Told(await Log.Leases.AcquireAsync(other, Two, false, Never)));
        Assert.Equal((One, 1), Told(await AcquireAsync(Two)));
    }

    [Fact]
    public async Task What_is_given_back_is_granted_at_once()
    {
        await AcquireAsync(One);
        await Log.Leases.ReleaseAsync(One, [Shard], Never);

        Assert.Equal([(default, 1)], (await Log.Leases.RenewAsync(One, [Shard], Never)).Select(Told));
        Assert.Equal((Two, 2), Told(await AcquireAsync(Two)));
    }

    [Fact]
    public async Task Nobody_gives_back_what_another_has()
    {
        await AcquireAsync(One);
        await Log.Leases.ReleaseAsync(Two, [Shard, new(9)], Never);

        Assert.Equal((One, 1), Told(await AcquireAsync(Two)));
        Assert.Equal((Two, 1), Told(await Log.Leases.AcquireAsync(new(9), Two, false, Never)));
    }

    [Fact]
    public async Task Renewing_tells_what_was_lost_and_to_whom()
    {
        Shard[] shards = [new(5), new(6), new(7), new(8)];
        foreach (var shard in shards[..3])
            await Log.Leases.AcquireAsync(shard, One, false, Never);
        Assert.Empty(await Log.Leases.RenewAsync(One, shards[..3], Never));
        await Log.Leases.AcquireAsync(shards[1], Two, true, Never);

        var lost = await Log.Leases.RenewAsync(One, shards, Never);
        Assert.Equal(
            [(shards[1], Two, 2L), (shards[3], default, 0L)],
            lost.OrderBy(lease => lease.Shard).Select(lease => (lease.Shard, lease.Holder, lease.Token)));
        Assert.Empty(await Log.Leases.RenewAsync(One, [], Never));
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_is_granted_it()
    {
        var askers = Enumerable.Range(0, 16).Select(at => new LeaseHolder(new(NodeRole.Core, at), 7)).ToArray();
        var answers = await Task.WhenAll(askers.Select(asker => Task.Run(() => AcquireAsync(asker))));

        Assert.Single(answers.Distinct().Select(lease => (lease.Holder, lease.Token)).Distinct());
        Assert.Equal(1, answers[0].Token);
    }

    [Fact]
    public async Task Of_many_that_take_over_at_once_each_has_a_token_of_its_own()
    {
        var askers = Enumerable.Range(0, 16).Select(at => new LeaseHolder(new(NodeRole.Core, at), 7)).ToArray();
        var answers = await Task.WhenAll(askers.Select(asker => Task.Run(() => AcquireAsync(asker, true))));

        Assert.Equal(askers.Order(ByNode), answers.Select(lease => lease.Holder).Order(ByNode));
        Assert.Equal(Enumerable.Range(1, 16).Select(token => (long)token), answers.Select(one => one.Token).Order());
    }

    [Fact]
    public async Task Without_a_grant_entries_are_appended_under_the_token_0()
    {
        var author = Stranger();
        Assert.Equal(AppendResult.Added(1), await AppendAsync(author.Grant(), token: 0));
        AssertRefused(Code.Fenced, 0, await AppendAsync(author.Plain(), token: 1));
    }

    [Fact]
    public async Task Only_under_the_newest_token_is_anything_appended()
    {
        var author = Stranger();
        await AcquireAsync(One);
        AssertRefused(Code.Fenced, 1, await AppendAsync(author.Grant(), token: 0));
        author.Next--;
        Assert.Equal(AppendResult.Added(1), await AppendAsync(author.Grant(), token: 1));
        await AcquireAsync(Two, takeOver: true);

        var late = author.Plain();
        AssertRefused(Code.Fenced, 2, await AppendAsync(late, token: 1));
        AssertRefused(Code.Fenced, 2, await AppendAsync(late, token: 3));
        Assert.Equal([1], await SeqsAsync());
        Assert.Equal(AppendResult.Added(2), await AppendAsync(late, token: 2));
    }

    [Fact]
    public async Task What_was_given_back_takes_what_was_on_its_way()
    {
        await AcquireAsync(One);
        await Log.Leases.ReleaseAsync(One, [Shard], Never);
        var author = Stranger();
        Assert.Equal(AppendResult.Added(1), await AppendAsync(author.Grant(), token: 1));

        await AcquireAsync(Two);
        AssertRefused(Code.Fenced, 2, await AppendAsync(author.Plain(), token: 1));
    }

    [Fact]
    public async Task In_a_batch_only_the_shards_that_were_lost_are_fenced()
    {
        var other = new ChannelId(UInt128.MaxValue, 1);
        await Log.CreateAsync(other, new byte[] { 1 }, Never);
        await AcquireAsync(One);
        await Log.Leases.AcquireAsync(Shard.Of(other), One, false, Never);
        await AcquireAsync(Two, takeOver: true);
        var author = Stranger();
        var grant = author.Grant();

        var results = await Log.AppendAsync(
            [new(Channel, grant, 1), new(other, grant, 1), new(Channel, grant, 2)], Never);
        Assert.Equal(
            [AppendResult.Refused(Code.Fenced, 2), AppendResult.Added(1), AppendResult.Added(1)], results);
    }

    [Fact]
    public async Task Who_was_taken_over_writes_nothing_after_the_one_who_took_over()
    {
        const int TakeOverCount = 60;
        var tokens = new ConcurrentDictionary<long, long>();
        await Task.WhenAll(Enumerable.Range(1, 3).Select(number => Task.Run(async () =>
        {
            var author = new TestAuthor((ulong)(100 + number), new Random(number));
            for (var n = 0; n < TakeOverCount; n++)
            {
                var lease = await AcquireAsync(new(new(NodeRole.Core, number), (ulong)number), takeOver: true);

                // As long as nobody else took over, and once more.
                AppendResult result;
                do
                {
                    var (counter, entry) = (author.Next, author.Next == 1 ? author.Grant() : author.Plain());
                    result = await AppendAsync(entry, lease.Token);
                    if (result.Code == Code.None)
                        Assert.True(tokens.TryAdd(result.Seq, lease.Token));
                    else
                        author.Next = counter;
                }
                while (result.Code == Code.None && tokens.Count % 3 != 0);
                Assert.True(result.Code is Code.None or Code.Fenced);
            }
        })));

        var inOrder = tokens.OrderBy(one => one.Key).Select(one => one.Value).ToArray();
        Assert.NotEmpty(inOrder);
        Assert.Equal(inOrder.Order(), inOrder);
    }

    [Fact]
    public async Task Nobody_may_hold_nothing()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AcquireAsync(default));
        await Assert.ThrowsAsync<ArgumentException>(() => Log.Leases.RenewAsync(default, [], Never).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => Log.Leases.ReleaseAsync(default, [], Never).AsTask());
    }

    private static Comparer<LeaseHolder> ByNode { get; } =
        Comparer<LeaseHolder>.Create((one, two) => one.Node.CompareTo(two.Node));

    private static (LeaseHolder Holder, long Token) Told(Lease lease) => (lease.Holder, lease.Token);

    private Task<Lease> AcquireAsync(LeaseHolder holder, bool takeOver = false) =>
        Log.Leases.AcquireAsync(Shard, holder, takeOver, Never).AsTask();

    private async Task<AppendResult> AppendAsync(byte[] entry, long token) =>
        Assert.Single(await Log.AppendAsync([new(Channel, entry, token)], Never));
}
