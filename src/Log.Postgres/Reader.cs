using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>Reads channels. Each answer is of one moment: one statement.</summary>
internal sealed class Reader(Database database)
{
    // No entry is shorter, so that no page of so many bytes has more entries than this tells.
    private const int EntrySizeMin = EntryHeader.TrailerLength + EntryHeader.ContentMin;

    /// <summary>Reads a page.</summary>
    public Task<Page> ReadAsync(ReadQuery query, CancellationToken cancellationToken) => database.AskAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(SqlOf(query), connection);
            command.Parameters.Add(Columns.Value(query.Channel.ToArray()));
            command.Parameters.Add(Columns.Value(query.After));
            command.Parameters.Add(Columns.Value((long)query.SizeMaxBytes));
            command.Parameters.Add(Columns.Value(2 + ((long)query.SizeMaxBytes / EntrySizeMin)));
            if (query.Clock is { } clock)
                command.Parameters.Add(new() { Value = Json(clock), NpgsqlDbType = NpgsqlDbType.Jsonb });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await ReadAsync(reader, query.SizeMaxBytes);
        },
        cancellationToken);

    /// <summary>What is known of a channel; null if there is none.</summary>
    public Task<ChannelState?> FindAsync(
        ChannelId channel, AuthorId author, long sizeMaxBytes, CancellationToken cancellationToken) =>
        database.AskAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    """
                    SELECT descriptor, head, epoch, size_bytes,
                      coalesce((SELECT last_counter FROM author WHERE author.channel = no AND author.id = $2), 0),
                      ARRAY(
                        SELECT bytes FROM entry
                        WHERE entry.channel = no AND kind = 5 AND kind IN (2, 4, 5) ORDER BY seq)
                    FROM channel WHERE channel.id = $1
                    """,
                    connection);
                command.Parameters.Add(Columns.Value(channel.ToArray()));
                command.Parameters.Add(Columns.Value(Columns.Of(author)));
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                if (!await reader.ReadAsync(cancellationToken))
                    return null;
                return new ChannelState
                {
                    Descriptor = reader.Bytes(0),
                    Head = reader.GetInt64(1),
                    Epoch = reader.GetInt64(2),
                    SizeBytes = reader.GetInt64(3),
                    LastCounter = reader.GetInt64(4),
                    EpochEntries = Array.ConvertAll(reader.Arrays(5), one => (ReadOnlyMemory<byte>)one),
                    SizeMaxBytes = sizeMaxBytes,
                };
            },
            cancellationToken);

    /// <summary>What all channels hold together.</summary>
    public Task<LogUsage> MeasureAsync(CancellationToken cancellationToken) => database.AskAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT sum(channel_count)::bigint, sum(entry_count)::bigint, sum(size_bytes)::bigint FROM shard",
                connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new LogUsage(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        },
        cancellationToken);

    private static string SqlOf(ReadQuery query) => (query.History, query.Clock) switch
    {
        (true, null) => PageSql.History,
        (true, _) => PageSql.HistoryByClock,
        (false, null) => PageSql.LiveOnly,
        (false, _) => PageSql.LiveByClock,
    };

    private static string Json(VectorClock clock) =>
        $"{{{string.Join(',', clock.Components.ToArray().Select(one =>
            string.Create(CultureInfo.InvariantCulture, $"\"{Columns.Of(one.Author)}\":{one.Counter}")))}}}";

    private static async Task<Page> ReadAsync(NpgsqlDataReader reader, int sizeMaxBytes)
    {
        var entries = new List<StoredEntry>();
        var (head, sizeBytes) = (0L, 0L);
        await foreach (var row in reader.RowsAsync())
        {
            head = row.GetInt64(0);
            if (await row.IsDBNullAsync(1))
                break;
            var bytes = row.Bytes(2);
            sizeBytes += bytes.Length;
            if (entries.Count > 0 && sizeBytes > sizeMaxBytes)
                return new(entries, entries[^1].Seq, head);
            entries.Add(new(row.GetInt64(1), bytes));
        }

        return new(entries, head, head);
    }
}
