using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>The leases, in their rows, by the database's clock. Source: docs/protocol/log.md §3.8.</summary>
internal sealed class LeaseRows(Database database, TimeSpan duration) : ILeases
{
    /// <inheritdoc />
    public async ValueTask<Lease> AcquireAsync(
        Shard shard, LeaseHolder holder, bool takeOver, CancellationToken cancellationToken)
    {
        LeaseTable.ThrowIfNobody(holder);
        return await database.AskAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    "SELECT * FROM acquire($1, $2, $3, $4, $5, $6)", connection);
                command.Parameters.Add(Columns.Value((short)shard.Index));
                AddHolder(command.Parameters, holder);
                command.Parameters.Add(Columns.Value(takeOver));
                command.Parameters.Add(Columns.Value(duration));
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                await reader.ReadAsync(cancellationToken);
                return new Lease(shard, HolderOf(reader, 0), reader.GetInt64(3), reader.GetTimeSpan(4));
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Lease>> RenewAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken)
    {
        LeaseTable.ThrowIfNobody(holder);
        return await database.AskAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection).Add(
                    """
                    UPDATE holder SET expires = clock_timestamp() + $4 WHERE role = $1 AND node = $2 AND instance = $3
                    """);
                AddHolder(batch.BatchCommands[0].Parameters, holder);
                batch.BatchCommands[0].Parameters.Add(Columns.Value(duration));
                batch.Add(
                    """
                    SELECT shard.role, shard.node, shard.instance, token,
                      greatest(coalesce(expires - clock_timestamp(), interval '0'), interval '0'), id
                    FROM shard LEFT JOIN holder USING (role, node, instance)
                    WHERE (role, node, instance) <> ($1, $2, $3) AND id = ANY ($4)
                    """);
                AddHolder(batch.BatchCommands[1].Parameters, holder);
                batch.BatchCommands[1].Parameters.Add(
                    Columns.Value(shards.Select(shard => (short)shard.Index).ToArray()));
                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                var lost = new List<Lease>();
                await foreach (var row in reader.RowsAsync())
                {
                    lost.Add(new(
                        new((byte)row.GetInt16(5)),
                        HolderOf(row, 0),
                        row.GetInt64(3),
                        row.GetTimeSpan(4)));
                }

                return lost;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken)
    {
        LeaseTable.ThrowIfNobody(holder);
        await database.AskAsync(
            async connection =>
            {
                // In the order in which all take the locks on shards.
                await using var command = new NpgsqlCommand(
                    """
                    UPDATE shard SET role = 0, node = 0, instance = 0 FROM (
                      SELECT id FROM shard WHERE id = ANY ($4) AND role = $1 AND node = $2 AND instance = $3
                      ORDER BY id FOR NO KEY UPDATE) AS held
                    WHERE shard.id = held.id
                    """,
                    connection);
                AddHolder(command.Parameters, holder);
                command.Parameters.Add(Columns.Value(shards.Select(shard => (short)shard.Index).ToArray()));
                return await command.ExecuteNonQueryAsync(cancellationToken);
            },
            cancellationToken);
    }

    private static void AddHolder(NpgsqlParameterCollection parameters, LeaseHolder holder)
    {
        parameters.Add(Columns.Value((short)holder.Node.Role));
        parameters.Add(Columns.Value(holder.Node.Index));
        parameters.Add(Columns.Value(unchecked((long)holder.Instance)));
    }

    private static LeaseHolder HolderOf(NpgsqlDataReader row, int column) => new(
        new((NodeRole)row.GetInt16(column), row.GetInt32(column + 1)), unchecked((ulong)row.GetInt64(column + 2)));
}
