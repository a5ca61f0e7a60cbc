using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>
/// Judges groups of appends by what it remembers, and commits what is let in, if the database says that what it
/// remembers is true. One group at a time.
/// </summary>
internal sealed class Appender(
    Database database, AppendRule rule, LogSettings settings, TimeProvider time, EntryHash hash)
{
    // Each time another storage was quicker with a channel of the group, which it is only while a shard moves.
    private const int TryMax = 20;

    private readonly ChannelCache _cache = new();
    private readonly HashSet<ChannelRecord> _consulted = [];
    private AppendResult[][]? _uncertain;

    /// <summary>Appends batches in one transaction.</summary>
    /// <returns>The results of each batch.</returns>
    /// <exception cref="NpgsqlException">The database does not answer: what became of the entries is not known.
    /// </exception>
    /// <exception cref="LogDamagedException">It contradicts itself.</exception>
    public Task<AppendResult[][]> AppendAsync(IReadOnlyList<IReadOnlyList<PendingAppend>> batches)
    {
        _uncertain = null;
        return database.RunAsync(
            async connection =>
            {
                for (var tried = 1; ; tried++)
                {
                    try
                    {
                        return await TryAppendAsync(connection, batches);
                    }
                    catch (PostgresException e) when (IsOutrun(e) && tried < TryMax)
                    {
                    }
                }
            },
            CancellationToken.None);
    }

    private static bool IsOutrun(PostgresException failure) => failure.SqlState is Failures.Fenced or Failures.Stale;

    private async Task<AppendResult[][]> TryAppendAsync(
        NpgsqlConnection connection, IReadOnlyList<IReadOnlyList<PendingAppend>> batches)
    {
        _consulted.Clear();
        _cache.DropUnused();
        try
        {
            await new FactsReading(_cache, batches).ReadAsync(connection);
            var instanceSizeBytes = settings.InstanceSizeMaxBytes == 0 ? 0 : await SizeAsync(connection);
            var now = time.GetUtcNow();
            var results = new AppendResult[batches.Count][];
            for (var at = 0; at < results.Length; at++)
                results[at] = Judge(batches[at], now, ref instanceSizeBytes);
            await CommitAsync(connection, results, now);
            return results;
        }
        catch
        {
            // Whether it was committed may not be known: all is read again.
            _cache.Clear();
            throw;
        }
    }

    private async Task CommitAsync(NpgsqlConnection connection, AppendResult[][] results, DateTimeOffset now)
    {
        SayNewAgain(results);
        try
        {
            if (_consulted.Count > 0)
                await new Commit(_cache, _consulted, now).RunAsync(connection);
        }
        catch (Exception e) when (!(e is PostgresException refused && IsOutrun(refused)))
        {
            _uncertain = results;
            throw;
        }

        foreach (var record in _consulted)
            record.Keep();
    }

    // The commit before may have got through with its answer lost: what it added is new to whoever asked.
    private void SayNewAgain(AppendResult[][] results)
    {
        for (var at = 0; _uncertain is not null && at < results.Length; at++)
        {
            for (var entry = 0; entry < results[at].Length; entry++)
            {
                if (results[at][entry].WasThere && _uncertain[at][entry] == AppendResult.Added(results[at][entry].Seq))
                    results[at][entry] = _uncertain[at][entry];
            }
        }
    }

    private AppendResult[] Judge(
        IReadOnlyList<PendingAppend> batch, DateTimeOffset now, ref long instanceSizeBytes)
    {
        var results = new AppendResult[batch.Count];
        for (var at = 0; at < results.Length; at++)
        {
            var (id, entry, token) = batch[at];
            var newest = _cache.TokenOf(Shard.Of(id))!.Value;
            if (token != newest)
            {
                results[at] = AppendResult.Refused(Code.Fenced, newest);
                continue;
            }

            var channel = _cache.Find(id);
            results[at] = rule.Judge(channel, instanceSizeBytes, entry.Span, out var header);
            if (channel is not null)
                _consulted.Add(channel);
            if (results[at] is not { Code: Code.None, WasThere: false })
                continue;
            channel!.Add(entry, header, now, hash);
            instanceSizeBytes += entry.Length;
        }

        return results;
    }

    private static async Task<long> SizeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT sum(size_bytes)::bigint FROM shard", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
