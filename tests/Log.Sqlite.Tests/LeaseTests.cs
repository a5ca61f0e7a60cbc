using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>Leases across restarts and backups: no token is granted twice.</summary>
public sealed class LeaseTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly ChannelId Channel = new(1, 1);
    private static readonly Shard Shard = Shard.Of(Channel);
    private static readonly LeaseHolder One = new(new(NodeRole.Core, 3), 0xFEDC_BA98_7654_3210);
    private static readonly LeaseHolder Two = new(new(NodeRole.Core, 1), 2);

    private readonly StoreFolder _folder = new();
    private readonly SetTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_that_is_opened_again_knows_its_leases()
    {
        await using (var log = await _folder.OpenAsync(time: _time))
        {
            await log.AcquireAsync(Shard, Two, false, Never);
            await log.AcquireAsync(Shard, One, true, Never);
            await log.AcquireAsync(new(255), Two, false, Never);
            await log.ReleaseAsync(Two, [new(255)], Never);
        }

        await using var again = await _folder.OpenAsync(time: _time);
        Assert.Equal(
            new(Shard, One, 2, TimeSpan.FromSeconds(2)), await again.AcquireAsync(Shard, Two, false, Never));
        Assert.Empty(await again.RenewAsync(One, [Shard], Never));
        Assert.Equal((Two, 2), Told(await again.AcquireAsync(new(255), Two, false, Never)));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((Two, 3), Told(await again.AcquireAsync(Shard, Two, false, Never)));
    }

    [Fact]
    public async Task A_store_that_is_opened_again_fences_as_before()
    {
        var author = new TestAuthor(1, new Random(1));
        await using (var log = await _folder.OpenAsync())
        {
            await log.CreateAsync(Channel, new byte[] { 1 }, Never);
            await log.AcquireAsync(Shard, One, false, Never);
            await log.AcquireAsync(Shard, Two, true, Never);
        }

        await using var again = await _folder.OpenAsync();
        var grant = author.Grant();
        var results = await again.AppendAsync([new(Channel, grant, 1), new(Channel, grant, 2)], Never);
        Assert.Equal([AppendResult.Refused(Code.Fenced, 2), AppendResult.Added(1)], results);
    }

    [Fact]
    public async Task A_backup_never_grants_a_token_that_the_store_granted_since()
    {
        var tokens = new List<long>();
        await using (var log = await _folder.OpenAsync())
        {
            await log.BackupAsync(_folder.In("backup"), Never);
            tokens.Add((await log.AcquireAsync(Shard, One, true, Never)).Token);
            tokens.Add((await log.AcquireAsync(Shard, Two, true, Never)).Token);
        }

        for (var life = 0; life < 2; life++)
        {
            File.Move(_folder.In("backup"), _folder.Store, overwrite: true);
            await using var restored = await _folder.OpenAsync();
            await restored.BackupAsync(_folder.In("backup"), Never);
            tokens.Add((await restored.AcquireAsync(Shard, One, true, Never)).Token);
        }

        Assert.Equal(tokens.Distinct().Order(), tokens);
    }

    private static (LeaseHolder Holder, long Token) Told(Lease lease) => (lease.Holder, lease.Token);
}
