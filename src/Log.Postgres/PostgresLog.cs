using Npgsql;
using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>A log in a PostgreSQL database (15 or newer), which other storages may have open too.</summary>
/// <remarks>
/// Appends go through one writer, which commits those that wait together, mostly in one round trip; reads run beside
/// it. The quota of the instance may be passed by what other storages append in the same moment.
/// </remarks>
public sealed class PostgresLog : ILog
{
    private readonly Database _database;
    private readonly LogSettings _settings;
    private readonly Reader _reader;
    private readonly Trimmer _trimmer;
    private readonly Writer _writer;
    private LogDamagedException? _damage;
    private int _isDisposed;

    private PostgresLog(
        Database database, Incarnation incarnation, LogSettings settings, TimeProvider time, EntryHash hash)
    {
        (_database, Incarnation, _settings) = (database, incarnation, settings);
        Leases = new LeaseRows(database, settings.LeaseDuration);
        Images = new Images(database, hash);
        _reader = new(database);
        _trimmer = new(database, settings, time);
        _writer = new(new(database, new(settings, time), settings, time, hash), damage => _damage = damage);
    }

    /// <inheritdoc />
    public Incarnation Incarnation { get; }

    /// <inheritdoc />
    public ILeases Leases { get; }

    /// <summary>Its channels, whole: for copying the store.</summary>
    public IChannelImages Images { get; }

    /// <summary>Opens a store, and makes it if the database has none.</summary>
    /// <param name="connectionString">
    /// As Npgsql reads it. Several hosts may be named, separated by commas: the one that writes is used. The store lies
    /// in the first schema of the search path.
    /// </param>
    /// <param name="settings">Quotas and retention.</param>
    /// <param name="time">The clock of epochs and of trimming. That of leases is the database's.</param>
    /// <param name="hash">Names snapshots.</param>
    /// <param name="cancellationToken">Gives up; a store that was being made is not there.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="LogOpenException">The store is newer than this program. It was not touched.</exception>
    /// <exception cref="IOException">The database does not answer, or does not let this program in.</exception>
    public static async Task<PostgresLog> OpenAsync(
        string connectionString,
        LogSettings settings,
        TimeProvider time,
        EntryHash hash,
        CancellationToken cancellationToken)
    {
        var database = Database.Of(connectionString);
        try
        {
            var incarnation = await database.OpenStoreAsync(cancellationToken);
            return new(database, incarnation, settings, time, hash);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<ChannelState?> FindAsync(
        ChannelId channel, AuthorId author, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        return await _reader.FindAsync(channel, author, _settings.ChannelSizeMaxBytes, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<Code> CreateAsync(
        ChannelId channel, ReadOnlyMemory<byte> descriptor, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        try
        {
            return await _database.RunAsync(
                connection => CreateAsync(connection, channel, descriptor), cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return Failures.CodeOf(e);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<PendingAppend> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfUnusable();
        return _writer.AppendAsync(batch, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<Page> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ThrowIfUnusable();
        return await _reader.ReadAsync(query, cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>Where the database does not answer, it stops; a later one goes on.</remarks>
    public async ValueTask<Trimmed> TrimAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var trimmed = default(Trimmed);
        if (_settings.KeepHistory)
            return trimmed;
        try
        {
            foreach (var (channel, shard) in await _trimmer.ChannelsAsync(cancellationToken))
            {
                for (var isDone = false; !isDone;)
                {
                    (var step, isDone) = await _trimmer.StepAsync(channel, shard, cancellationToken);
                    trimmed = new(trimmed.EntryCount + step.EntryCount, trimmed.SizeBytes + step.SizeBytes);
                }
            }
        }
        catch (IOException)
        {
            // What was removed so far is removed.
        }

        return trimmed;
    }

    /// <inheritdoc />
    public async ValueTask<LogUsage> MeasureAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        return await _reader.MeasureAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _writer.EndAsync();
        await _database.DisposeAsync();
    }

    private static async Task<Code> CreateAsync(
        NpgsqlConnection connection, ChannelId channel, ReadOnlyMemory<byte> descriptor)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH made AS (INSERT INTO channel (id, descriptor) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING RETURNING no)
            UPDATE shard SET channel_count = channel_count + 1 WHERE id = $3 AND EXISTS (SELECT FROM made)
            """,
            connection);
        command.Parameters.Add(Columns.Value(channel.ToArray()));
        command.Parameters.Add(Columns.Value(descriptor));
        command.Parameters.Add(Columns.Value((short)Shard.Of(channel).Index));
        await command.ExecuteNonQueryAsync();
        return Code.None;
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (_damage is { } damage)
            throw new LogDamagedException(damage.Message, damage);
    }
}
