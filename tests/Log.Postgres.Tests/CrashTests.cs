using System.Collections.Concurrent;
using Npgsql;
using Tacit.Log.Contract;
using Tacit.Postgres;
using Tacit.Seeds;
using Tacit.Wire;

namespace Tacit.Log.Postgres.Tests;

/// <summary>
/// Connections are cut and the server is stopped as by a crash, again and again, while several append through two logs
/// on one database. Nothing acknowledged is lost, nothing is there twice, and no seq is used twice or left out.
/// </summary>
public sealed class CrashTests
{
    private const int ChannelCount = 3;
    private const int WriterCount = 4;
    private const int CrashCount = 10;

    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public Task What_was_acknowledged_survives_a_database_that_fails() => Fuzz.RunAsync(1, async random =>
    {
        await using var server = await PostgresServer.StartAsync();
        await using var one = await OpenAsync(server);
        await using var two = await OpenAsync(server);
        for (var channel = 0; channel < ChannelCount; channel++)
            Assert.Equal(Code.None, await one.CreateAsync(Channel(channel), new byte[] { 1 }, Never));

        using var acknowledged = new Acknowledged();
        using var ended = new CancellationTokenSource();
        var writers = Enumerable.Range(1, WriterCount).Select(n => Task.Run(() =>
            AppendAsync(n % 2 == 0 ? one : two, new Random(random.Next()), n, acknowledged, ended.Token))).ToArray();
        for (var crash = 0; crash < CrashCount; crash++)
        {
            // By the count of entries and not by the clock: sooner or later into the run, on however slow a machine.
            await acknowledged.ReachAsync(acknowledged.Count + random.Next(1, 400), Task.WhenAny(writers));
            if (random.Next(3) == 0)
            {
                await server.StopAtOnceAsync();
                await server.ResumeAsync();
            }
            else
            {
                await CutAsync(server);
            }
        }

        await ended.CancelAsync();
        await Task.WhenAll(writers);
        await CheckAsync(server, acknowledged);
    });

    private static ChannelId Channel(int number) => new((UInt128)number << 120, 0);

    private static Task<PostgresLog> OpenAsync(PostgresServer server) => PostgresLog.OpenAsync(
        server.ConnectionString, new(), TimeProvider.System, TestAuthor.Hash, Never);

    private static async Task CutAsync(PostgresServer server)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'tacit'",
            connection);
        await command.ExecuteScalarAsync();
    }

    // As a core does: what was not answered is sent again, in order, until it is.
    private static async Task AppendAsync(
        PostgresLog log, Random random, int number, Acknowledged acknowledged, CancellationToken ended)
    {
        var authors = Enumerable.Range(0, ChannelCount)
            .Select(channel => new TestAuthor((ulong)((number * ChannelCount) + channel), random)).ToArray();
        while (!ended.IsCancellationRequested)
        {
            var batch = new List<PendingAppend>();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                var channel = random.Next(ChannelCount);
                var author = authors[channel];
                batch.Add(new(Channel(channel), author.Next == 1 ? author.Grant() : author.Plain()));
            }

            var results = await log.AppendAsync(batch, Never);
            while (results.Any(result => result.Code == Code.StoreUnavailable))
            {
                await Task.Yield();
                results = await log.AppendAsync(batch, Never);
            }

            for (var at = 0; at < batch.Count; at++)
            {
                Assert.Equal(Code.None, results[at].Code);
                acknowledged.Add(batch[at], results[at].Seq);
            }
        }
    }

    private static async Task CheckAsync(PostgresServer server, Acknowledged acknowledged)
    {
        await using var log = await OpenAsync(server);
        var count = 0L;
        for (var channel = 0; channel < ChannelCount; channel++)
        {
            var page = await log.ReadAsync(new(Channel(channel), 0, null, true, int.MaxValue), Never);
            Assert.Equal(Enumerable.Range(1, (int)page.Head).Select(n => (long)n), page.Entries.Select(one => one.Seq));
            foreach (var entry in page.Entries)
                Assert.Equal(acknowledged.HashAt(Channel(channel), entry.Seq), TestAuthor.Hash(entry.Bytes.Span));
            count += page.Head;
        }

        Assert.Equal(acknowledged.Count, count);
        var usage = await log.MeasureAsync(Never);
        Assert.Equal((ChannelCount, count), (usage.ChannelCount, usage.EntryCount));
    }

    /// <summary>What was acknowledged, and a way to wait for more.</summary>
    private sealed class Acknowledged : IDisposable
    {
        private readonly ConcurrentDictionary<(ChannelId, long), EntryId> _hashes = new();
        private readonly SemaphoreSlim _added = new(0);

        public int Count => _hashes.Count;

        public void Add(PendingAppend pending, long seq)
        {
            Assert.True(_hashes.TryAdd((pending.Channel, seq), TestAuthor.Hash(pending.Entry.Span)));
            _added.Release();
        }

        public void Dispose() => _added.Dispose();

        public EntryId HashAt(ChannelId channel, long seq) => _hashes[(channel, seq)];

        /// <summary>Completes when there are so many; fails if a writer ends before.</summary>
        public async Task ReachAsync(int count, Task<Task> writer)
        {
            while (Count < count)
            {
                var added = _added.WaitAsync(Never);
                if (await Task.WhenAny(added, writer) == writer)
                    await await writer;
            }
        }
    }
}
