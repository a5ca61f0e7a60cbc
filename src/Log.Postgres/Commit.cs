using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>
/// One transaction in one round trip: it takes the locks, compares what was judged with what is stored, and adds what
/// was let in. Statements that are sent together are one transaction; where one fails, nothing was changed.
/// </summary>
internal sealed class Commit(ChannelCache cache, IReadOnlyCollection<ChannelRecord> consulted, DateTimeOffset now)
{
    private readonly ChannelRecord[] _changed =
        [.. consulted.Where(record => record.Change is not null).OrderBy(record => record.No)];

    /// <summary>Commits, also where nothing is added: then refusals are known to be right.</summary>
    /// <exception cref="PostgresException">
    /// <see cref="Failures.Fenced"/> or <see cref="Failures.Stale"/>: read again, and judge again.
    /// </exception>
    public async Task RunAsync(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddGuard(batch);
        if (_changed.Length > 0)
        {
            AddCounts(batch);
            AddEntries(batch);
            AddAuthors(batch);
            AddSnapshots(batch);
        }

        await batch.ExecuteNonQueryAsync();
    }

    private void AddGuard(NpgsqlBatch batch)
    {
        var shards = consulted.Select(record => Shard.Of(record.Id)).Distinct().Order().ToArray();
        batch.Add(
            "SELECT guard($1, $2, $3, $4)",
            Columns.Value(Array.ConvertAll(shards, shard => (short)shard.Index)),
            Columns.Value(Array.ConvertAll(shards, shard => cache.TokenOf(shard)!.Value)),
            Columns.Value(consulted.Select(record => record.No).ToArray()),
            Columns.Value(consulted.Select(record => record.Version).ToArray()));
    }

    private void AddCounts(NpgsqlBatch batch)
    {
        var shards = _changed.GroupBy(record => Shard.Of(record.Id)).ToArray();
        batch.Add(
            """
            UPDATE shard SET entry_count = entry_count + added.entries, size_bytes = size_bytes + added.bytes
            FROM unnest($1, $2, $3) AS added (id, entries, bytes) WHERE shard.id = added.id
            """,
            Columns.Value(Array.ConvertAll(shards, shard => (short)shard.Key.Index)),
            Columns.Value(Array.ConvertAll(shards, shard => shard.Sum(one => (long)one.Change!.Entries.Count))),
            Columns.Value(Array.ConvertAll(shards, shard => shard.Sum(one => one.Change!.SizeBytes))));
        batch.Add(
            """
            UPDATE channel SET version = version + 1, head = changed.head, size_bytes = changed.size_bytes,
              epoch = changed.epoch, epoch_since = changed.epoch_since
            FROM unnest($1, $2, $3, $4, $5) AS changed (no, head, size_bytes, epoch, epoch_since)
            WHERE channel.no = changed.no
            """,
            Columns.Value(Array.ConvertAll(_changed, record => record.No)),
            Columns.Value(Array.ConvertAll(_changed, record => record.Head)),
            Columns.Value(Array.ConvertAll(_changed, record => record.SizeBytes)),
            Columns.Value(Array.ConvertAll(_changed, record => record.Epoch)),
            Columns.Value(Array.ConvertAll(_changed, record => record.EpochSince.UtcDateTime)));
    }

    private void AddEntries(NpgsqlBatch batch)
    {
        var entries =
            (from record in _changed from entry in record.Change!.Entries select (record.No, entry)).ToArray();
        batch.Add(
            """
            INSERT INTO entry (channel, seq, author, counter, kind, bytes) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            """,
            Columns.Value(Array.ConvertAll(entries, one => one.No)),
            Columns.Value(Array.ConvertAll(entries, one => one.entry.Seq)),
            Columns.Value(Array.ConvertAll(entries, one => Columns.Of(one.entry.Author))),
            Columns.Value(Array.ConvertAll(entries, one => one.entry.Counter)),
            Columns.Value(Array.ConvertAll(entries, one => (short)one.entry.Kind)),
            Columns.Value(Array.ConvertAll(entries, one => one.entry.Bytes)));
    }

    private void AddAuthors(NpgsqlBatch batch)
    {
        var authors = (from record in _changed from author in record.Change!.Authors select (record, author)).ToArray();
        batch.Add(
            """
            INSERT INTO author (channel, id, last_counter, is_removed) SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (channel, id)
            DO UPDATE SET last_counter = excluded.last_counter, is_removed = excluded.is_removed
            """,
            Columns.Value(Array.ConvertAll(authors, one => one.record.No)),
            Columns.Value(Array.ConvertAll(authors, one => Columns.Of(one.author))),
            Columns.Value(Array.ConvertAll(authors, one => one.record.LastCounterOf(one.author))),
            Columns.Value(Array.ConvertAll(authors, one => one.record.IsRemoved(one.author))));
    }

    private void AddSnapshots(NpgsqlBatch batch)
    {
        var snapshots =
            (from record in _changed from one in record.Change!.Snapshots select (record.No, one.Snapshot, one.Id))
            .ToArray();
        if (snapshots.Length > 0)
        {
            var covered =
                (from record in _changed from one in record.Change!.Covered select (record.No, one)).ToArray();
            batch.Add(
                """
                INSERT INTO snapshot (channel, seq, id, accepted, covers)
                SELECT channel, seq, id, $5, covers FROM unnest($1, $2, $3, $4) AS added (channel, seq, id, covers)
                """,
                Columns.Value(Array.ConvertAll(snapshots, one => one.No)),
                Columns.Value(Array.ConvertAll(snapshots, one => one.Snapshot.Seq)),
                Columns.Value(Array.ConvertAll(snapshots, one => one.Id.ToArray())),
                Columns.Value(Array.ConvertAll(snapshots, one => Columns.Bytes(one.Snapshot.Covers))),
                Columns.Value(now.UtcDateTime));
            batch.Add(
                """
                UPDATE author SET covered = greatest(author.covered, added.covered)
                FROM unnest($1, $2, $3) AS added (channel, id, covered)
                WHERE author.channel = added.channel AND author.id = added.id
                """,
                Columns.Value(Array.ConvertAll(covered, one => one.No)),
                Columns.Value(Array.ConvertAll(covered, one => Columns.Of(one.one.Key))),
                Columns.Value(Array.ConvertAll(covered, one => one.one.Value)));
            AddPairs(
                batch,
                """
                UPDATE snapshot SET is_live = false FROM unnest($1, $2) AS superseded (channel, seq)
                WHERE snapshot.channel = superseded.channel AND snapshot.seq = superseded.seq
                """,
                from record in _changed from seq in record.Change!.Superseded select (record.No, seq));
        }

        var attests =
            (from record in _changed from one in record.Change!.Attests select (record.No, one.SnapshotSeq, one.Author))
            .ToArray();
        if (attests.Length > 0)
        {
            batch.Add(
                """
                INSERT INTO attest (channel, snapshot_seq, author) SELECT * FROM unnest($1, $2, $3)
                ON CONFLICT DO NOTHING
                """,
                Columns.Value(Array.ConvertAll(attests, one => one.No)),
                Columns.Value(Array.ConvertAll(attests, one => one.SnapshotSeq)),
                Columns.Value(Array.ConvertAll(attests, one => Columns.Of(one.Author))));
        }
    }

    private static void AddPairs(NpgsqlBatch batch, string sql, IEnumerable<(long Channel, long Seq)> pairs)
    {
        var all = pairs.ToArray();
        if (all.Length > 0)
        {
            batch.Add(
                sql,
                Columns.Value(Array.ConvertAll(all, one => one.Channel)),
                Columns.Value(Array.ConvertAll(all, one => one.Seq)));
        }
    }
}
