using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>
/// Removes for good what snapshots let go, some thousand entries a transaction, so that appends need not wait long.
/// Source: docs/protocol/log.md §3.5.
/// </summary>
internal sealed class Trimmer(Database database, LogSettings settings, TimeProvider time)
{
    private const int StepEntryMax = 5_000;

    private readonly TrimRule _rule = new(settings, time);

    /// <summary>Channels with snapshots that are old enough and have not let go yet, and their shards.</summary>
    public Task<List<(long No, short Shard)>> ChannelsAsync(CancellationToken cancellationToken) => database.AskAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT no, get_byte(id, 0)::smallint FROM channel
                WHERE no IN (SELECT channel FROM snapshot WHERE NOT is_spent AND accepted <= $1) ORDER BY no
                """,
                connection);
            command.Parameters.Add(Columns.Value((time.GetUtcNow() - settings.KeepSuperseded).UtcDateTime));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var channels = new List<(long, short)>();
            await foreach (var row in reader.RowsAsync())
                channels.Add((row.GetInt64(0), row.GetInt16(1)));
            return channels;
        },
        cancellationToken);

    /// <summary>Does the next part of a channel, in one transaction.</summary>
    /// <returns>What it removed, and whether nothing is left to do.</returns>
    public Task<(Trimmed Trimmed, bool IsDone)> StepAsync(
        long channel, short shard, CancellationToken cancellationToken) => database.AskAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await LockAsync(connection, shard);
            var (all, letting) = await SnapshotsAsync(connection, channel);
            var trimmed = default(Trimmed);
            if (letting.Length > 0)
                trimmed = await RemoveAsync(connection, channel, shard, all, letting);
            var isDone = trimmed.EntryCount < StepEntryMax;
            if (isDone)
                await SpendAsync(connection, channel, letting);
            await transaction.CommitAsync(cancellationToken);
            return (trimmed, isDone);
        },
        cancellationToken);

    private static async Task LockAsync(NpgsqlConnection connection, short shard)
    {
        await using var command = new NpgsqlCommand(
            "SELECT FROM shard WHERE id = $1 FOR NO KEY UPDATE", connection);
        command.Parameters.Add(Columns.Value(shard));
        await command.ExecuteNonQueryAsync();
    }

    // All snapshots of the channel, and of these the ones that let go and have not yet.
    private async Task<(List<Snapshot> All, Snapshot[] Letting)> SnapshotsAsync(
        NpgsqlConnection connection, long channel)
    {
        await using var batch = new NpgsqlBatch(connection)
            .Add(
                """
                SELECT seq, accepted, author, counter, covers, is_spent
                FROM snapshot JOIN entry USING (channel, seq) WHERE channel = $1 ORDER BY seq
                """,
                Columns.Value(channel))
            .Add(
                "SELECT count(*) FROM author WHERE channel = $1 AND last_counter > 0 AND NOT is_removed",
                Columns.Value(channel))
            .Add(
                """
                SELECT snapshot_seq, author.id
                FROM attest JOIN author ON author.channel = attest.channel AND author.id = attest.author
                WHERE attest.channel = $1 AND NOT is_removed
                """,
                Columns.Value(channel));
        await using var reader = await batch.ExecuteReaderAsync();
        var all = new List<Snapshot>();
        var unspent = new List<Snapshot>();
        await foreach (var row in reader.RowsAsync())
        {
            all.Add(new(
                row.GetInt64(0),
                row.Time(1),
                Columns.Author(row.GetInt64(2)),
                row.GetInt64(3),
                Columns.Clock(row.Bytes(4))));
            if (!row.GetBoolean(5))
                unspent.Add(all[^1]);
        }

        await reader.NextResultAsync();
        await reader.ReadAsync();
        var authorCount = reader.GetInt64(0);
        await reader.NextResultAsync();
        var attests = new List<(long Seq, AuthorId Author)>();
        await foreach (var row in reader.RowsAsync())
            attests.Add((row.GetInt64(0), Columns.Author(row.GetInt64(1))));
        var attesters = attests.ToLookup(one => one.Seq, one => one.Author);
        return (all, [.. unspent.Where(one => _rule.LetsGo(one, attesters[one.Seq], authorCount))]);
    }

    private static async Task<Trimmed> RemoveAsync(
        NpgsqlConnection connection, long channel, short shard, List<Snapshot> all, Snapshot[] letting)
    {
        var cuts = new Dictionary<AuthorId, long>();
        foreach (var (author, counter) in letting.SelectMany(one => one.Covers.Components.ToArray()))
            cuts[author] = Math.Max(counter, cuts.GetValueOrDefault(author));
        var gone = all.Where(other => letting.Any(snapshot => snapshot.Supersedes(other))).Select(one => one.Seq);
        await using var command = new NpgsqlCommand(
            """
            WITH gone AS (
              DELETE FROM entry WHERE channel = $1 AND seq IN (
                SELECT seq FROM unnest($2, $3) AS cut (author, upto) JOIN entry
                  ON entry.channel = $1 AND entry.author = cut.author AND entry.counter <= upto
                WHERE kind NOT IN (2, 4, 5)
                UNION ALL SELECT unnest($4)
                LIMIT $6)
              RETURNING seq, octet_length(bytes) AS size),
            total AS (SELECT count(*) AS entries, coalesce(sum(size), 0)::bigint AS bytes FROM gone),
            fewer_in_channel AS (
              UPDATE channel SET version = version + 1, size_bytes = size_bytes - bytes FROM total WHERE no = $1),
            fewer_in_shard AS (
              UPDATE shard SET entry_count = entry_count - entries, size_bytes = size_bytes - bytes FROM total
              WHERE id = $5),
            attest_gone AS (
              DELETE FROM attest WHERE channel = $1 AND snapshot_seq IN (SELECT seq FROM gone)),
            snapshot_gone AS (
              DELETE FROM snapshot WHERE channel = $1 AND seq IN (SELECT seq FROM gone))
            SELECT entries, bytes FROM total
            """,
            connection);
        command.Parameters.Add(Columns.Value(channel));
        command.Parameters.Add(Columns.Value(cuts.Keys.Select(Columns.Of).ToArray()));
        command.Parameters.Add(Columns.Value(cuts.Values.ToArray()));
        command.Parameters.Add(Columns.Value(gone.ToArray()));
        command.Parameters.Add(Columns.Value(shard));
        command.Parameters.Add(Columns.Value((long)StepEntryMax));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetInt64(0), reader.GetInt64(1));
    }

    private static async Task SpendAsync(NpgsqlConnection connection, long channel, Snapshot[] letting)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE snapshot SET is_spent = true WHERE channel = $1 AND seq = ANY ($2)", connection);
        command.Parameters.Add(Columns.Value(channel));
        command.Parameters.Add(Columns.Value(Array.ConvertAll(letting, one => one.Seq)));
        await command.ExecuteNonQueryAsync();
    }
}
