using Tacit.Wire;

namespace Tacit.Log.Contract;

/// <summary>Leases that run out. Source: docs/protocol/log.md §3.8.</summary>
public abstract class LeaseExpiryContract<TOpening> : LogContract<TOpening>
    where TOpening : ILogOpening, new()
{
    private static readonly LeaseHolder One = new(new(NodeRole.Core, 0), 1);
    private static readonly LeaseHolder Two = new(new(NodeRole.Core, 1), 2);
    private static readonly LeaseHolder Three = new(new(NodeRole.Core, 2), 3);

    protected override LogSettings Settings { get; } = new() { LeaseDuration = TimeSpan.FromMilliseconds(20) };

    private Shard Shard => Shard.Of(Channel);

    [Fact]
    public async Task What_ran_out_is_granted_to_the_next_who_asks()
    {
        await Log.Leases.AcquireAsync(Shard, One, false, Never);
        Assert.Equal((Two, 2), await WaitForAsync(Two));

        var lost = Assert.Single(await Log.Leases.RenewAsync(One, [Shard], Never));
        Assert.Equal((Two, 2), (lost.Holder, lost.Token));
    }

    [Fact]
    public async Task What_ran_out_stays_with_its_holder_until_somebody_asks()
    {
        await Log.Leases.AcquireAsync(Shard, One, false, Never);
        await Log.Leases.AcquireAsync(new(200), Two, false, Never);

        // Another lease of the same age ran out: so did this one.
        var token = 1L;
        while (token == 1)
        {
            Time.Advance(TimeSpan.FromMilliseconds(5));
            token = (await Log.Leases.AcquireAsync(new(200), Three, false, Never)).Token;
        }

        Assert.Equal(
            AppendResult.Added(1),
            Assert.Single(await Log.AppendAsync([new(Channel, Stranger().Grant(), 1)], Never)));
        Assert.Empty(await Log.Leases.RenewAsync(One, [Shard], Never));
        Assert.Equal(1, (await Log.Leases.AcquireAsync(Shard, One, false, Never)).Token);
    }

    private async Task<(LeaseHolder Holder, long Token)> WaitForAsync(LeaseHolder asker)
    {
        while (true)
        {
            var lease = await Log.Leases.AcquireAsync(Shard, asker, false, Never);
            if (lease.Holder == asker)
                return (lease.Holder, lease.Token);
            Time.Advance(TimeSpan.FromMilliseconds(5));
        }
    }
}
