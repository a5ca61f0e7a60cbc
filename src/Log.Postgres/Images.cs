using System.Data;
using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>Takes whole channels out of the tables and puts them in.</summary>
internal sealed class Images(Database database, EntryHash hash) : IChannelImages
{
    // Entries a statement: about as many as a commit has.
    private const int ChunkLength = 2_000;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<ChannelId>> ListAsync(CancellationToken cancellationToken) =>
        await database.AskAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand("SELECT id FROM channel ORDER BY id", connection);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                var channels = new List<ChannelId>();
                await foreach (var row in reader.RowsAsync())
                    channels.Add(ChannelId.Read(row.Bytes(0)));
                return channels;
            },
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ChannelImage?> ReadImageAsync(ChannelId channel, CancellationToken cancellationToken) =>
        await database.AskAsync(
            async connection =>
            {
                // All statements see the same moment.
                await using var transaction = await connection.BeginTransactionAsync(
                    IsolationLevel.RepeatableRead, cancellationToken);
                return await ReadAsync(connection, channel, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc />
    public async ValueTask WriteAsync(ChannelImage image, CancellationToken cancellationToken)
    {
        var entries = new ImageEntries(image, hash);
        await database.AskAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var no = await MakeAsync(connection, image);
                foreach (var chunk in entries.Entries.Chunk(ChunkLength))
                    await AddEntriesAsync(connection, no, chunk);
                await AddFactsAsync(connection, no, image, entries);
                await transaction.CommitAsync(cancellationToken);
                return no;
            },
            cancellationToken);
    }

    private static async Task<ChannelImage?> ReadAsync(
        NpgsqlConnection connection, ChannelId channel, CancellationToken cancellationToken)
    {
        var id = Columns.Value(channel.ToArray());
        await using var batch = new NpgsqlBatch(connection)
            .Add("SELECT descriptor, head, epoch, epoch_since FROM channel WHERE id = $1", id)
            .Add(
                """
                SELECT author.id, last_counter, is_removed FROM channel JOIN author ON author.channel = no
                WHERE channel.id = $1
                """,
                id.Clone())
            .Add(
                """
                SELECT seq, accepted, is_spent FROM channel JOIN snapshot ON snapshot.channel = no
                WHERE channel.id = $1 ORDER BY seq
                """,
                id.Clone())
            .Add(
                """
                SELECT snapshot_seq, author FROM channel JOIN attest ON attest.channel = no WHERE channel.id = $1
                """,
                id.Clone())
            .Add(
                "SELECT seq, bytes FROM channel JOIN entry ON entry.channel = no WHERE channel.id = $1 ORDER BY seq",
                id.Clone());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var descriptor = reader.Bytes(0);
        var (head, epoch, since) = (reader.GetInt64(1), reader.GetInt64(2), reader.Time(3));
        var authors = new List<ImageAuthor>();
        await reader.NextResultAsync(cancellationToken);
        await foreach (var row in reader.RowsAsync())
            authors.Add(new(Columns.Author(row.GetInt64(0)), row.GetInt64(1), row.GetBoolean(2)));
        var snapshots = new List<ImageSnapshot>();
        await reader.NextResultAsync(cancellationToken);
        await foreach (var row in reader.RowsAsync())
            snapshots.Add(new(row.GetInt64(0), row.Time(1).ToUnixTimeMilliseconds(), row.GetBoolean(2)));
        var attests = new List<ImageAttest>();
        await reader.NextResultAsync(cancellationToken);
        await foreach (var row in reader.RowsAsync())
            attests.Add(new(row.GetInt64(0), Columns.Author(row.GetInt64(1))));
        var entries = new List<StoredEntry>();
        await reader.NextResultAsync(cancellationToken);
        await foreach (var row in reader.RowsAsync())
            entries.Add(new(row.GetInt64(0), row.Bytes(1)));
        return new()
        {
            Id = channel,
            Descriptor = descriptor,
            Head = head,
            Epoch = epoch,
            EpochSinceMs = epoch == 0 ? 0 : since.ToUnixTimeMilliseconds(),
            Authors = [.. authors.OrderBy(author => author.Id)],
            Snapshots = snapshots,
            Attests = [.. attests.OrderBy(attest => attest.SnapshotSeq).ThenBy(attest => attest.Author)],
            Entries = entries,
        };
    }

    // Locks the shard, then makes the channel's row, or empties what there is of it.
    private static async Task<long> MakeAsync(NpgsqlConnection connection, ChannelImage image)
    {
        var shard = Columns.Value((short)Shard.Of(image.Id).Index);
        await using var batch = new NpgsqlBatch(connection)
            .Add("SELECT FROM shard WHERE id = $1 FOR NO KEY UPDATE", shard)
            .Add(
                """
                WITH former AS (SELECT no, size_bytes FROM channel WHERE id = $1),
                gone AS (DELETE FROM entry USING former WHERE channel = no RETURNING seq),
                author_gone AS (DELETE FROM author USING former WHERE channel = no),
                snapshot_gone AS (DELETE FROM snapshot USING former WHERE channel = no),
                attest_gone AS (DELETE FROM attest USING former WHERE channel = no)
                UPDATE shard SET entry_count = entry_count - (SELECT count(*) FROM gone),
                  size_bytes = shard.size_bytes - coalesce((SELECT size_bytes FROM former), 0),
                  channel_count = channel_count + CASE WHEN EXISTS (SELECT FROM former) THEN 0 ELSE 1 END
                WHERE id = $2
                """,
                Columns.Value(image.Id.ToArray()), shard.Clone())
            .Add(
                """
                INSERT INTO channel (id, descriptor, head, size_bytes, epoch, epoch_since)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (id) DO UPDATE SET version = channel.version + 1, head = excluded.head,
                  size_bytes = excluded.size_bytes, epoch = excluded.epoch, epoch_since = excluded.epoch_since
                """,
                Columns.Value(image.Id.ToArray()),
                Columns.Value(image.Descriptor),
                Columns.Value(image.Head),
                Columns.Value(image.SizeBytes),
                Columns.Value(image.Epoch),
                Columns.Value(DateTimeOffset.FromUnixTimeMilliseconds(image.EpochSinceMs).UtcDateTime))
            .Add(
                "UPDATE shard SET entry_count = entry_count + $1, size_bytes = size_bytes + $2 WHERE id = $3",
                Columns.Value((long)image.Entries.Count), Columns.Value(image.SizeBytes), shard.Clone());
        await batch.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand("SELECT no FROM channel WHERE id = $1", connection);
        command.Parameters.Add(Columns.Value(image.Id.ToArray()));
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task AddEntriesAsync(
        NpgsqlConnection connection, long no, (StoredEntry Stored, EntryHeader Header)[] entries)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO entry (channel, seq, author, counter, kind, bytes) SELECT $1, * FROM unnest($2, $3, $4, $5, $6)
            """,
            connection);
        command.Parameters.Add(Columns.Value(no));
        command.Parameters.Add(Columns.Value(Array.ConvertAll(entries, one => one.Stored.Seq)));
        command.Parameters.Add(Columns.Value(Array.ConvertAll(entries, one => Columns.Of(one.Header.Author))));
        command.Parameters.Add(Columns.Value(Array.ConvertAll(entries, one => one.Header.Counter)));
        command.Parameters.Add(Columns.Value(Array.ConvertAll(entries, one => (short)one.Header.Kind)));
        command.Parameters.Add(Columns.Value(Array.ConvertAll(entries, one => one.Stored.Bytes)));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task AddFactsAsync(
        NpgsqlConnection connection, long no, ChannelImage image, ImageEntries entries)
    {
        var snapshots = entries.Snapshots().ToArray();
        var covered = new Dictionary<AuthorId, long>();
        foreach (var (author, counter) in snapshots.SelectMany(one => one.Snapshot.Covers.Components.ToArray()))
            covered[author] = Math.Max(counter, covered.GetValueOrDefault(author));
        var authors = image.Authors.ToArray();
        var attests = image.Attests.ToArray();
        await using var batch = new NpgsqlBatch(connection)
            .Add(
                """
                INSERT INTO author (channel, id, last_counter, is_removed, covered)
                SELECT $1, * FROM unnest($2, $3, $4, $5)
                """,
                Columns.Value(no),
                Columns.Value(Array.ConvertAll(authors, one => Columns.Of(one.Id))),
                Columns.Value(Array.ConvertAll(authors, one => one.LastCounter)),
                Columns.Value(Array.ConvertAll(authors, one => one.IsRemoved)),
                Columns.Value(Array.ConvertAll(authors, one => covered.GetValueOrDefault(one.Id))))
            .Add(
                """
                INSERT INTO snapshot (channel, seq, id, accepted, is_live, is_spent, covers)
                SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7)
                """,
                Columns.Value(no),
                Columns.Value(Array.ConvertAll(snapshots, one => one.Snapshot.Seq)),
                Columns.Value(Array.ConvertAll(snapshots, one => one.Id.ToArray())),
                Columns.Value(Array.ConvertAll(snapshots, one => one.Snapshot.Accepted.UtcDateTime)),
                Columns.Value(Array.ConvertAll(snapshots, one => one.IsLive)),
                Columns.Value(Array.ConvertAll(snapshots, one => one.IsSpent)),
                Columns.Value(Array.ConvertAll(snapshots, one => Columns.Bytes(one.Snapshot.Covers))))
            .Add(
                "INSERT INTO attest (channel, snapshot_seq, author) SELECT $1, * FROM unnest($2, $3)",
                Columns.Value(no),
                Columns.Value(Array.ConvertAll(attests, one => one.SnapshotSeq)),
                Columns.Value(Array.ConvertAll(attests, one => Columns.Of(one.Author))));
        await batch.ExecuteNonQueryAsync();
    }
}
