using Tacit.Log.Contract;
using Tacit.Log.Sqlite;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Log.Postgres.Tests;

/// <summary>Copies between stores: the copy says to everything what the original says.</summary>
public sealed class CopyTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly string _folder = Directory.CreateTempSubdirectory("tacit-copy-").FullName;
    private readonly SetTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_store_goes_to_PostgreSQL_and_back_and_stays_what_it_was() => Fuzz.RunAsync(6, async random =>
    {
        await using var database = await TestDatabase.MakeAsync();
        await using var original = await OpenAsync(random.Next());
        await using (var pair = new LogPair(random, new Lent(original), _time, log => Task.FromResult(log)))
        {
            for (var step = 0; step < 120; step++)
                await pair.StepAsync();
        }

        await using var there = await database.OpenAsync(LogPair.Settings, _time);
        await using var back = await OpenAsync(random.Next());
        await new StoreCopy(original, there.Images).CopyAsync(null, Never);
        await new StoreCopy(there.Images, back).CopyAsync(null, Never);

        await CompareAsync(original, there);
        await CompareAsync(original, back);
        await new StoreCopy(back, original).VerifyAsync(null, Never);
        _time.Advance(TimeSpan.FromDays(40));
        var trimmed = await original.TrimAsync(Never);
        Assert.Equal(trimmed, await there.TrimAsync(Never));
        Assert.Equal(trimmed, await back.TrimAsync(Never));
        await CompareAsync(original, there);
        await CompareAsync(original, back);
    });

    [Fact]
    public async Task Copying_again_copies_what_came_since_and_nothing_else()
    {
        await using var database = await TestDatabase.MakeAsync();
        await using var original = await OpenAsync(1);
        await using var copy = await database.OpenAsync(LogPair.Settings, _time);
        var author = new TestAuthor(1, new Random(1));
        for (var channel = 1; channel <= 5; channel++)
            await original.CreateAsync(new((UInt128)channel, 0), new byte[] { 1 }, Never);
        await AppendAsync(original, 1, author.Grant());
        var copying = new StoreCopy(original, copy.Images);

        Assert.Equal((5, 5), Told(await copying.CopyAsync(null, Never)));
        Assert.Equal((5, 0), Told(await copying.CopyAsync(null, Never)));
        await AppendAsync(original, 1, author.Plain());
        await Assert.ThrowsAsync<StoreCopyException>(() => copying.VerifyAsync(null, Never));
        Assert.Equal((5, 1), Told(await copying.CopyAsync(null, Never)));
        Assert.Equal((5, 0), Told(await copying.VerifyAsync(null, Never)));
        await AppendAsync(original, 1, author.Plain());
        Assert.Equal((5, 1), Told(await copying.CopyAsync(null, Never)));
        await AppendAsync(copy, 1, author.Plain());
        await CompareUsageAsync(copy, entries: 4);
    }

    [Fact]
    public async Task What_the_target_has_and_the_source_lacks_is_never_replaced()
    {
        await using var database = await TestDatabase.MakeAsync();
        await using var original = await OpenAsync(1);
        await using var copy = await database.OpenAsync(LogPair.Settings, _time);
        var author = new TestAuthor(1, new Random(1));
        await original.CreateAsync(new(1, 0), new byte[] { 1 }, Never);
        await AppendAsync(original, 1, author.Grant());
        await new StoreCopy(original, copy.Images).CopyAsync(null, Never);
        await AppendAsync(copy, 1, author.Plain());

        await Assert.ThrowsAsync<StoreCopyException>(
            () => new StoreCopy(original, copy.Images).CopyAsync(null, Never));
        await CompareUsageAsync(copy, entries: 2);
    }

    private static (long, long) Told(CopyProgress progress) => (progress.Done, progress.Copied);

    private Task<SqliteLog> OpenAsync(int number) => SqliteLog.OpenAsync(
        Path.Combine(_folder, $"{number}.db"), LogPair.Settings, _time, TestAuthor.Hash, Never);

    private static async Task AppendAsync(ILog log, int channel, byte[] entry) =>
        Assert.Equal(
            Code.None,
            Assert.Single(await log.AppendAsync([new(new((UInt128)channel, 0), entry)], Never)).Code);

    private static async Task CompareUsageAsync(PostgresLog log, long entries)
    {
        var usage = await log.MeasureAsync(Never);
        Assert.Equal(entries, usage.EntryCount);
    }

    private static async Task CompareAsync(SqliteLog one, ILog two)
    {
        Assert.Equal(await one.MeasureAsync(Never), await two.MeasureAsync(Never));
        for (var channel = 1; channel <= 3; channel++)
        {
            var id = new ChannelId((UInt128)channel, 0);
            foreach (var history in new[] { false, true })
            {
                var query = new ReadQuery(id, 0, null, history, int.MaxValue);
                var (expected, read) = (await one.ReadAsync(query, Never), await two.ReadAsync(query, Never));
                Assert.Equal((expected.UpTo, expected.Head), (read.UpTo, read.Head));
                Assert.Equal(expected.Entries.Select(Text), read.Entries.Select(Text));
            }

            for (var author = 1UL; author <= 5; author++)
            {
                var (expected, state) =
                    (await one.FindAsync(id, new(author), Never), await two.FindAsync(id, new(author), Never));
                Assert.Equal(
                    (expected?.Head, expected?.Epoch, expected?.SizeBytes, expected?.LastCounter),
                    (state?.Head, state?.Epoch, state?.SizeBytes, state?.LastCounter));
                Assert.Equal(expected?.EpochEntries.Count, state?.EpochEntries.Count);
            }
        }
    }

    private static string Text(StoredEntry entry) => $"{entry.Seq} {Convert.ToHexString(entry.Bytes.Span)}";

    /// <summary>A log that is not closed by the one who uses it.</summary>
    private sealed class Lent(ILog log) : ILog
    {
        public Incarnation Incarnation => log.Incarnation;

        public ILeases Leases => log.Leases;

        public ValueTask<ChannelState?> FindAsync(ChannelId channel, AuthorId author, CancellationToken token) =>
            log.FindAsync(channel, author, token);

        public ValueTask<Code> CreateAsync(
            ChannelId channel, ReadOnlyMemory<byte> descriptor, CancellationToken token) =>
            log.CreateAsync(channel, descriptor, token);

        public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
            IReadOnlyList<PendingAppend> batch, CancellationToken token) => log.AppendAsync(batch, token);

        public ValueTask<Page> ReadAsync(ReadQuery query, CancellationToken token) => log.ReadAsync(query, token);

        public ValueTask<Trimmed> TrimAsync(CancellationToken token) => log.TrimAsync(token);

        public ValueTask<LogUsage> MeasureAsync(CancellationToken token) => log.MeasureAsync(token);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
