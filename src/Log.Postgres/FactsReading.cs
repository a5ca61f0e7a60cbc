using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>Reads into memory what judging some entries needs and memory does not have.</summary>
internal sealed class FactsReading(ChannelCache cache, IReadOnlyList<IReadOnlyList<PendingAppend>> batches)
{
    /// <summary>Does so, in as few round trips as there are kinds of things missing: mostly none.</summary>
    public async Task ReadAsync(NpgsqlConnection connection)
    {
        await ReadChannelsAsync(connection);
        await ReadEntriesAsync(connection);
    }

    private async Task ReadChannelsAsync(NpgsqlConnection connection)
    {
        var channels = new HashSet<ChannelId>();
        var shards = new HashSet<Shard>();
        foreach (var batch in batches)
        {
            foreach (var pending in batch)
            {
                if (cache.Find(pending.Channel) is null)
                    channels.Add(pending.Channel);
                var shard = Shard.Of(pending.Channel);
                if (cache.TokenOf(shard) != pending.Token)
                    shards.Add(shard);
            }
        }

        if (channels.Count == 0 && shards.Count == 0)
            return;
        var ids = Columns.Value(channels.Select(channel => channel.ToArray()).ToArray());
        await using var batchOfAll = new NpgsqlBatch(connection)
            .Add("SELECT id, token FROM shard WHERE id = ANY ($1)",
                Columns.Value(shards.Select(shard => (short)shard.Index).ToArray()))
            .Add(
                "SELECT no, id, version, head, size_bytes, epoch, epoch_since FROM channel WHERE id = ANY ($1)", ids)
            .Add(
                """
                SELECT channel.id, author.id, last_counter, is_removed
                FROM channel JOIN author ON author.channel = no WHERE channel.id = ANY ($1)
                """,
                ids.Clone())
            .Add(
                """
                SELECT channel.id, seq, accepted, author, counter, covers
                FROM channel JOIN snapshot ON snapshot.channel = no JOIN entry USING (channel, seq)
                WHERE channel.id = ANY ($1) AND is_live ORDER BY seq
                """,
                ids.Clone());
        await using var reader = await batchOfAll.ExecuteReaderAsync();
        var found = new Dictionary<ChannelId, ChannelRecord>();
        await foreach (var row in reader.RowsAsync())
            cache.Learn(new((byte)row.GetInt16(0)), row.GetInt64(1));
        await reader.NextResultAsync();
        await foreach (var row in reader.RowsAsync())
        {
            var record = new ChannelRecord(row.GetInt64(0), ChannelId.Read(row.Bytes(1)))
            {
                Version = row.GetInt64(2),
                Head = row.GetInt64(3),
                SizeBytes = row.GetInt64(4),
                Epoch = row.GetInt64(5),
                EpochSince = row.Time(6),
            };
            found.Add(record.Id, record);
        }

        await reader.NextResultAsync();
        await foreach (var row in reader.RowsAsync())
        {
            found.GetValueOrDefault(ChannelId.Read(row.Bytes(0)))
                ?.Learn(Columns.Author(row.GetInt64(1)), row.GetInt64(2), row.GetBoolean(3));
        }

        await reader.NextResultAsync();
        await foreach (var row in reader.RowsAsync())
        {
            found.GetValueOrDefault(ChannelId.Read(row.Bytes(0)))?.Learn(new Snapshot(
                row.GetInt64(1),
                row.Time(2),
                Columns.Author(row.GetInt64(3)),
                row.GetInt64(4),
                Columns.Clock(row.Bytes(5))));
        }

        foreach (var record in found.Values)
            cache.Add(record);
    }

    // What is sent again is compared with what is stored; what is attested is looked up.
    private async Task ReadEntriesAsync(NpgsqlConnection connection)
    {
        var repeated = new Dictionary<(long, long, long), ChannelRecord>();
        var attested = new Dictionary<(long, EntryId), ChannelRecord>();
        foreach (var batch in batches)
        {
            foreach (var (id, entry, _) in batch)
            {
                if (cache.Find(id) is not { } record || !EntryHeader.TryRead(entry.Span, out var header, out _))
                    continue;
                if (header.Counter <= record.LastCounterOf(header.Author))
                {
                    repeated[(record.No, Columns.Of(header.Author), header.Counter)] = record;
                }
                else if (header.Kind == EntryKind.Attest && EntryId.Read(header.Fields(entry.Span)) is var target
                    && !record.HasSnapshot(target))
                {
                    attested[(record.No, target)] = record;
                }
            }
        }

        if (repeated.Count == 0 && attested.Count == 0)
            return;
        await using var both = new NpgsqlBatch(connection)
            .Add(
                """
                SELECT channel, author, counter, seq, bytes
                FROM unnest($1, $2, $3) AS repeated (channel, author, counter)
                JOIN entry USING (channel, author, counter)
                """,
                Columns.Value(repeated.Keys.Select(key => key.Item1).ToArray()),
                Columns.Value(repeated.Keys.Select(key => key.Item2).ToArray()),
                Columns.Value(repeated.Keys.Select(key => key.Item3).ToArray()))
            .Add(
                """
                SELECT channel, id, seq FROM unnest($1, $2) AS attested (channel, id) JOIN snapshot USING (channel, id)
                """,
                Columns.Value(attested.Keys.Select(key => key.Item1).ToArray()),
                Columns.Value(attested.Keys.Select(key => key.Item2.ToArray()).ToArray()));
        await using var reader = await both.ExecuteReaderAsync();
        await foreach (var row in reader.RowsAsync())
        {
            var (channel, author, counter) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
            repeated[(channel, author, counter)].Learn(
                Columns.Author(author), counter, new StoredEntry(row.GetInt64(3), row.Bytes(4)));
        }

        await reader.NextResultAsync();
        await foreach (var row in reader.RowsAsync())
        {
            var id = EntryId.Read(row.Bytes(1));
            attested[(row.GetInt64(0), id)].Learn(id, row.GetInt64(2));
        }
    }
}
