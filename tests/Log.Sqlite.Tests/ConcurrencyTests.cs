using Tacit.Log.Contract;
using Tacit.Wire;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>Readers and trimming beside a writer that indexes as it goes.</summary>
public sealed class ConcurrencyTests
{
    private const int EntryCount = 2 * Store.UnindexedMax + 5_000;

    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly ChannelId _channel = new(1, 1);
    private readonly TestAuthor _author = new(1, new Random(1));

    [Fact]
    public async Task Readers_beside_a_writer_meet_every_entry_once_and_in_order()
    {
        using var folder = new StoreFolder();
        await using var log = await folder.OpenAsync();
        await log.CreateAsync(_channel, new byte[] { 1 }, Never);
        var readers = Enumerable.Range(0, 3)
            .Select(seed => Task.Run(() => FollowAsync(log, new Random(seed)))).ToArray();

        await AppendAsync(log, EntryCount);
        Assert.All(await Task.WhenAll(readers), seqs => Assert.Equal(Enumerable.Range(1, EntryCount), seqs));
    }

    [Fact]
    public async Task Appends_go_on_beside_trimming()
    {
        using var folder = new StoreFolder();
        var time = new SetTime();
        await using var log = await folder.OpenAsync(time: time);
        await log.CreateAsync(_channel, new byte[] { 1 }, Never);
        await AppendAsync(log, EntryCount);
        var snapshot = _author.Snapshot(0, (_author.Id, EntryCount));
        await log.AppendAsync([new(_channel, snapshot), new(_channel, _author.Attest(snapshot))], Never);
        time.Advance(TimeSpan.FromDays(1));

        var trimming = log.TrimAsync(Never).AsTask();
        var seq = EntryCount + 2;
        do
        {
            var results = await log.AppendAsync([new(_channel, _author.Plain())], Never);
            Assert.Equal(AppendResult.Added(++seq), results[0]);
        }
        while (!trimming.IsCompleted);

        Assert.Equal(EntryCount - 1, (await trimming).EntryCount);
        var page = await log.ReadAsync(new(_channel, 0, null, true, int.MaxValue), Never);
        Assert.Equal(
            Enumerable.Range(EntryCount + 1, seq - EntryCount).Prepend(1),
            page.Entries.Select(entry => (int)entry.Seq));
    }

    // Reads on from its cursor until it has met the last entry.
    private async Task<List<int>> FollowAsync(SqliteLog log, Random random)
    {
        var (seqs, after) = (new List<int>(), 0L);
        while (after < EntryCount)
        {
            var page = await log.ReadAsync(
                new(_channel, after, null, random.Next(2) == 0, random.Next(1, 500_000)), Never);
            seqs.AddRange(page.Entries.Select(entry => (int)entry.Seq));
            after = page.UpTo;
        }

        return seqs;
    }

    private async Task AppendAsync(SqliteLog log, int entryCount)
    {
        var entries = Enumerable.Range(0, entryCount).Select(n => n == 0 ? _author.Grant() : _author.Plain());
        foreach (var batch in entries.Chunk(250))
            await log.AppendAsync([.. batch.Select(entry => new PendingAppend(_channel, entry))], Never);
    }
}
