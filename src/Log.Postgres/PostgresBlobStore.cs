using System.Runtime.CompilerServices;
using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>A blob store in a PostgreSQL database: each chunk a row, beside the log in the same schema.</summary>
public sealed class PostgresBlobStore : IBlobStore
{
    private const int ListLength = 1000;

    private readonly Database _database;
    private readonly BlobHash _hash;

    private PostgresBlobStore(Database database, BlobHash hash) => (_database, _hash) = (database, hash);

    /// <summary>Opens a store, and makes it if the database has none.</summary>
    /// <param name="connectionString">As that of <see cref="PostgresLog"/>.</param>
    /// <param name="hash">Computes addresses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="PostgresLog.OpenAsync" path="/exception"/>
    public static async Task<PostgresBlobStore> OpenAsync(
        string connectionString, BlobHash hash, CancellationToken cancellationToken)
    {
        var database = Database.Of(connectionString);
        try
        {
            await database.OpenStoreAsync(cancellationToken);
            return new(database, hash);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<BlobPut> PutAsync(
        ChannelId channel,
        BlobAddress address,
        ReadOnlyMemory<byte> bytes,
        BlobRoom room,
        CancellationToken cancellationToken)
    {
        if (_hash(bytes.Span) != address)
            return new(Code.BlobDamaged, false);
        try
        {
            var result = await _database.AskAsync(
                connection => PutAsync(connection, channel, address, bytes, room), cancellationToken);
            return result switch
            {
                0 => new(Code.None, false),
                1 => new(Code.None, true),
                2 => new(Code.ChannelFull, false),
                _ => new(Code.InstanceFull, false),
            };
        }
        catch (IOException e) when (e.InnerException is { } inner && Failures.CodeOf(inner) == Code.StoreFull)
        {
            return new(Code.StoreFull, false);
        }
    }

    /// <inheritdoc />
    public async ValueTask<byte[]?> GetAsync(
        ChannelId channel, BlobAddress address, CancellationToken cancellationToken) =>
        await AskAsync(
            "SELECT bytes FROM chunk WHERE channel = $1 AND address = $2",
            channel, address, cancellationToken) as byte[];

    /// <inheritdoc />
    public async ValueTask<int?> SizeOfAsync(
        ChannelId channel, BlobAddress address, CancellationToken cancellationToken) =>
        await AskAsync(
            "SELECT octet_length(bytes) FROM chunk WHERE channel = $1 AND address = $2",
            channel, address, cancellationToken) as int?;

    /// <inheritdoc />
    public async ValueTask<long> MeasureAsync(ChannelId channel, CancellationToken cancellationToken) =>
        await AskAsync("SELECT size_bytes FROM chunk_channel WHERE channel = $1", channel, null, cancellationToken)
            as long? ?? 0;

    /// <inheritdoc />
    public async IAsyncEnumerable<(ChannelId Channel, BlobAddress Address)> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (channel, address) = (Array.Empty<byte>(), Array.Empty<byte>());
        for (var isLast = false; !isLast;)
        {
            var page = await ListAsync(channel, address, cancellationToken);
            foreach (var chunk in page)
            {
                (channel, address) = chunk;
                yield return (ChannelId.Read(channel), BlobAddress.Read(address));
            }

            isLast = page.Count < ListLength;
        }
    }

    /// <inheritdoc />
    public async ValueTask<BlobUsage> MeasureAsync(CancellationToken cancellationToken) => await _database.AskAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT sum(chunk_count)::bigint, sum(size_bytes)::bigint FROM chunk_total", connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return new BlobUsage(reader.GetInt64(0), reader.GetInt64(1));
        },
        cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // Not given up half-way: whether it was stored would not be known.
    private static async Task<int> PutAsync(
        NpgsqlConnection connection,
        ChannelId channel,
        BlobAddress address,
        ReadOnlyMemory<byte> bytes,
        BlobRoom room)
    {
        await using var command = new NpgsqlCommand("SELECT put_chunk($1, $2, $3, $4, $5)", connection);
        command.Parameters.Add(Columns.Value(channel.ToArray()));
        command.Parameters.Add(Columns.Value(address.ToArray()));
        command.Parameters.Add(Columns.Value(bytes));
        command.Parameters.Add(Columns.Value(room.ChannelSizeMaxBytes));
        command.Parameters.Add(Columns.Value(room.InstanceSizeMaxBytes));
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private Task<List<(byte[] Channel, byte[] Address)>> ListAsync(
        byte[] channel, byte[] address, CancellationToken cancellationToken) => _database.AskAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT channel, address FROM chunk WHERE (channel, address) > ($1, $2) ORDER BY 1, 2 LIMIT $3",
                connection);
            command.Parameters.Add(Columns.Value(channel));
            command.Parameters.Add(Columns.Value(address));
            command.Parameters.Add(Columns.Value((long)ListLength));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var page = new List<(byte[], byte[])>();
            await foreach (var row in reader.RowsAsync())
                page.Add((row.Bytes(0), row.Bytes(1)));
            return page;
        },
        cancellationToken);

    private Task<object?> AskAsync(
        string sql, ChannelId channel, BlobAddress? address, CancellationToken cancellationToken) =>
        _database.AskAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                command.Parameters.Add(Columns.Value(channel.ToArray()));
                if (address is { } known)
                    command.Parameters.Add(Columns.Value(known.ToArray()));
                return await command.ExecuteScalarAsync(cancellationToken);
            },
            cancellationToken);
}
