using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>A log in one SQLite file.</summary>
/// <remarks>
/// Appends go through one writer, which commits those that wait together; reads run beside it, a few at a time. The
/// space of trimmed entries is used again by later ones; the file does not shrink.
/// </remarks>
public sealed class SqliteLog : ILog, ILeases, IChannelImages
{
    /// <summary>As many reads run at once; further ones wait.</summary>
    private const int ReaderCount = 4;

    private readonly string _path;
    private readonly LogSettings _settings;
    private readonly Store _store;
    private readonly Indexer _indexer;
    private readonly Trimmer _trimmer;
    private readonly LeaseBook _leases;
    private readonly ImageTables _images;
    private readonly Writer _writer;
    private readonly ReaderPool _readers;
    private LogDamagedException? _damage;
    private int _isDisposed;

    private SqliteLog(string path, LogSettings settings, TimeProvider time, EntryHash hash)
    {
        (_path, _settings) = (path, settings);
        _store = StoreOpening.Open(path, hash);
        _indexer = new(_store);
        _trimmer = new(_store, _indexer, new(settings, time), settings, time);
        _leases = new(_store, settings, time);
        _images = new(_store, _indexer, hash);
        _readers = new(path, _store.Cache, ReaderCount);
        _writer = new(new(_store, _indexer, _leases, new(settings, time), time, hash), damage => _damage = damage);
    }

    /// <inheritdoc />
    public Incarnation Incarnation => _store.Incarnation;

    /// <inheritdoc />
    public ILeases Leases => this;

    /// <summary>Opens a store, and makes it if it is not there. One process at a time has it open.</summary>
    /// <param name="path">
    /// The file, in a folder that is there. Beside it lie its <c>-wal</c>, <c>-shm</c> and <c>.lock</c>.
    /// </param>
    /// <param name="settings">Quotas and retention.</param>
    /// <param name="time">The clock of epochs and of trimming.</param>
    /// <param name="hash">Names snapshots.</param>
    /// <param name="cancellationToken">Gives up before it begins.</param>
    /// <exception cref="LogOpenException">It cannot be opened; its code says why. It was not touched.</exception>
    /// <exception cref="IOException">The medium is full or does not answer.</exception>
    public static Task<SqliteLog> OpenAsync(
        string path,
        LogSettings settings,
        TimeProvider time,
        EntryHash hash,
        CancellationToken cancellationToken) =>
        Task.Run(() => Open(path, settings, time, hash), cancellationToken);

    /// <summary>
    /// Writes a backup of a store, which another process may have open: as of one moment, flushed, under its name only
    /// once it is whole. To restore it, put it in the store's place with no <c>-wal</c> beside it; opened there, it
    /// becomes a new incarnation.
    /// </summary>
    /// <param name="path">The store's file.</param>
    /// <param name="target">The file to write, in a folder that is there. What it held is replaced.</param>
    /// <param name="cancellationToken">Gives up; the target is as before.</param>
    /// <exception cref="LogOpenException">The store is foreign, newer or damaged.</exception>
    /// <exception cref="IOException">There is no store, or reading it or writing the backup failed.</exception>
    public static Task BackupAsync(string path, string target, CancellationToken cancellationToken) =>
        Task.Run(() => Backup.Write(path, target, cancellationToken), cancellationToken);

    /// <summary>Writes a backup of this log; see the other.</summary>
    /// <inheritdoc cref="BackupAsync(string, string, CancellationToken)" path="/exception"/>
    public Task BackupAsync(string target, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        return BackupAsync(_path, target, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<ChannelState?> FindAsync(
        ChannelId channel, AuthorId author, CancellationToken cancellationToken) =>
        await ReadAsync(
            reader => reader.Find(channel, author, _settings.ChannelSizeMaxBytes), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<Code> CreateAsync(
        ChannelId channel, ReadOnlyMemory<byte> descriptor, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var kept = descriptor.ToArray();
        try
        {
            return await _writer.RunAsync(() => _indexer.Create(channel, kept), cancellationToken);
        }
        catch (SqliteFailureException e)
        {
            return Writer.CodeOf(e);
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
    public async ValueTask<Page> ReadAsync(ReadQuery query, CancellationToken cancellationToken) =>
        await ReadAsync(reader => reader.Read(query, cancellationToken), cancellationToken);

    /// <inheritdoc />
    /// <remarks>Where the medium is full or does not answer, it stops; a later one goes on.</remarks>
    public async ValueTask<Trimmed> TrimAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var trimmed = default(Trimmed);
        try
        {
            foreach (var channel in await _writer.RunAsync(_trimmer.Channels, cancellationToken))
            {
                for (var pass = new TrimPass(_store, _trimmer, channel); !pass.IsDone;)
                {
                    var step = await _writer.RunAsync(pass.Step, cancellationToken);
                    trimmed = new(trimmed.EntryCount + step.EntryCount, trimmed.SizeBytes + step.SizeBytes);
                }
            }
        }
        catch (SqliteFailureException)
        {
            // What was removed so far is removed.
        }

        return trimmed;
    }

    /// <inheritdoc />
    public ValueTask<LogUsage> MeasureAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        var totals = _store.Totals;
        return ValueTask.FromResult(new LogUsage(totals.ChannelCount, totals.EntryCount, totals.SizeBytes));
    }

    /// <inheritdoc />
    public ValueTask<Lease> AcquireAsync(
        Shard shard, LeaseHolder holder, bool takeOver, CancellationToken cancellationToken) =>
        LeaseAsync(holder, () => _leases.Acquire(shard, holder, takeOver), cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Lease>> RenewAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken) =>
        LeaseAsync(holder, () => _leases.Renew(holder, shards), cancellationToken);

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken) =>
        await LeaseAsync(holder, () => _leases.Release(holder, shards), cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<ChannelId>> ListAsync(CancellationToken cancellationToken) =>
        WriteAsync(_images.List, cancellationToken);

    /// <inheritdoc />
    public ValueTask<ChannelImage?> ReadImageAsync(ChannelId channel, CancellationToken cancellationToken) =>
        WriteAsync(() => _images.Read(channel), cancellationToken);

    /// <inheritdoc />
    public async ValueTask WriteAsync(ChannelImage image, CancellationToken cancellationToken) =>
        await WriteAsync(() => _images.Write(image), cancellationToken);

    /// <summary>For tests: from now on the store has room for so many pages and no more.</summary>
    internal ValueTask<bool> LimitPagesAsync(long pageCountMax) =>
        _writer.RunAsync(() => _indexer.LimitPages(pageCountMax), CancellationToken.None);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        try
        {
            await _writer.RunAsync(_indexer.Close, CancellationToken.None);
        }
        catch (Exception e) when (e is SqliteFailureException or LogDamagedException)
        {
            // It is read again when the store is opened next, or was noticed before.
        }

        await _writer.EndAsync();
        await _readers.DisposeAsync();
        _store.Dispose();
    }

    private static SqliteLog Open(string path, LogSettings settings, TimeProvider time, EntryHash hash)
    {
        try
        {
            return new(path, settings, time, hash);
        }
        catch (SqliteFailureException e)
        {
            throw new IOException($"The store {path} could not be opened: {e.Message}", e);
        }
    }

    private async Task<T> ReadAsync<T>(Func<Reader, T> read, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        try
        {
            return await _readers.ReadAsync(read, cancellationToken);
        }
        catch (Exception e) when (Writer.AsDamage(e) is { } damage)
        {
            _damage = damage;
            throw damage;
        }
        catch (SqliteFailureException e)
        {
            throw new IOException($"The store could not be read: {e.Message}", e);
        }
    }

    private ValueTask<T> LeaseAsync<T>(
        LeaseHolder holder, Func<T> write, CancellationToken cancellationToken)
    {
        LeaseTable.ThrowIfNobody(holder);
        return WriteAsync(write, cancellationToken);
    }

    private async ValueTask<T> WriteAsync<T>(Func<T> write, CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        try
        {
            return await _writer.RunAsync(write, cancellationToken);
        }
        catch (SqliteFailureException e)
        {
            throw new IOException($"The store could not be written: {e.Message}", e);
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (_damage is { } damage)
            throw new LogDamagedException(damage.Message, damage);
    }
}
