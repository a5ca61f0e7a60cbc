using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Tacit.Link;
using Tacit.Log;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Storage;

/// <summary>
/// The single authority for what is stored: commits, reads pages, trims. It knows entries as bytes with a header.
/// Stores are begun in the order in which they arrive; their answers may overtake each other.
/// </summary>
/// <param name="log">The log. The caller disposes of it, after this.</param>
/// <param name="blobs">The blob store. The caller disposes of it, after this.</param>
/// <param name="settings">The quotas, which entries and chunks share.</param>
/// <param name="time">When to trim.</param>
/// <param name="meter">Where to count.</param>
/// <param name="logger">Told of failures; never of content.</param>
/// <param name="broken">Called once when the log turns out to be damaged: the process should end.</param>
public sealed partial class StorageRole(
    ILog log,
    IBlobStore blobs,
    LogSettings settings,
    TimeProvider time,
    Meter meter,
    ILogger logger,
    Action broken)
    : IRole, IAsyncDisposable
{
    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(10);

    private readonly BlobDesk _blobs = new(log, blobs, settings);
    private readonly StorageMetrics _metrics = new(meter);
    private readonly CancellationTokenSource _ended = new();
    private Task _trimming = Task.CompletedTask;
    private int _isBroken;

    /// <summary>Whether the log answers: what <c>/readyz</c> asks.</summary>
    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (_isBroken != 0)
            return false;
        var (code, _) = await GuardAsync(
            () => log.FindAsync(default, default, cancellationToken).AsTask());
        return code == Code.None;
    }

    /// <summary>What the log holds: what <c>/metrics</c> shows. Zeros where it does not answer.</summary>
    public async ValueTask<LogUsage> MeasureAsync(CancellationToken cancellationToken)
    {
        var (_, usage) = await GuardAsync(() => log.MeasureAsync(cancellationToken).AsTask());
        return usage;
    }

    /// <summary>What the blob store holds: what <c>/metrics</c> shows. Zeros where it does not answer.</summary>
    public async ValueTask<BlobUsage> MeasureBlobsAsync(CancellationToken cancellationToken)
    {
        var (_, usage) = await GuardAsync(() => blobs.MeasureAsync(cancellationToken).AsTask());
        return usage;
    }

    /// <summary>Starts trimming, now and then.</summary>
    public void Start() => _trimming = TrimNowAndThenAsync();

    /// <inheritdoc />
    public void Opened(ILink peer) => LogOpened(peer.Peer);

    /// <inheritdoc />
    public void Closed(ILink peer) => LogClosed(peer.Peer);

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        // Begun here, not on the pool: the log takes appends in the order of the calls.
        _ = message switch
        {
            StoreEntries store => StoreAsync(store, reply),
            ReadEntries read => ReadAsync(read, reply),
            FindChannel find => FindAsync(find, reply),
            BlobRequest request => AnswerAsync(request, reply),
            AcquireLease acquire => AcquireAsync(acquire, reply),
            RenewLeases renew => RenewAsync(renew, reply),
            ReleaseLeases release => ReleaseAsync(release),
            _ => throw new ArgumentException($"A storage takes no {message.GetType().Name}.", nameof(message)),
        };
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        End();
        await _trimming;
        _ended.Dispose();
    }

    // Not CancelAsync, which runs on the thread pool: what waits for this token continues elsewhere anyway.
    private void End() => _ended.Cancel();

    private async Task StoreAsync(StoreEntries store, ILink reply)
    {
        var batch = new PendingAppend[store.Entries.Count];
        for (var at = 0; at < batch.Length; at++)
            batch[at] = new(store.Entries[at].Channel, store.Entries[at].Bytes, store.Entries[at].Token);

        var begun = time.GetTimestamp();
        var (code, results) = await GuardAsync(
            () => log.AppendAsync(batch, CancellationToken.None).AsTask());
        _metrics.Committed(time.GetElapsedTime(begun), code);
        var stored = new StoredResult[batch.Length];
        for (var at = 0; at < stored.Length; at++)
        {
            stored[at] = results is null
                ? new(code, 0, 0, false)
                : new(results[at].Code, results[at].Seq, results[at].Detail, results[at].WasThere);
        }

        await reply.SendAsync(new EntriesStored(store.Request, stored));
    }

    private async Task ReadAsync(ReadEntries read, ILink reply)
    {
        var query = new ReadQuery(read.Channel, read.After, read.Clock, read.History, read.SizeMaxBytes);
        var (code, page) = await GuardAsync(
            () => log.ReadAsync(query, CancellationToken.None).AsTask());
        await reply.SendAsync(page is null
            ? new EntriesRead(read.Request, code, [], read.After, 0)
            : new EntriesRead(
                read.Request,
                Code.None,
                [.. page.Entries.Select(entry => new ReadEntry(entry.Seq, entry.Bytes))],
                page.UpTo,
                page.Head));
    }

    private async Task FindAsync(FindChannel find, ILink reply)
    {
        var (code, found) = await GuardAsync(() => FindOrCreateAsync(find));
        await reply.SendAsync(found ?? new ChannelFound { Request = find.Request, Code = code });
    }

    private async Task AnswerAsync(BlobRequest request, ILink reply)
    {
        var (code, answered) = await GuardAsync(() => _blobs.AnswerAsync(request));
        await reply.SendAsync(answered ?? new BlobAnswered { Request = request.Request, Code = code });
    }

    private async Task AcquireAsync(AcquireLease acquire, ILink reply)
    {
        var (code, lease) = await GuardAsync(
            () => log.Leases.AcquireAsync(
                acquire.Shard, acquire.Holder, acquire.TakeOver, CancellationToken.None).AsTask());
        await reply.SendAsync(new LeaseStands(acquire.Request, code, lease.Holder, lease.Token));
    }

    private async Task RenewAsync(RenewLeases renew, ILink reply)
    {
        var (code, lost) = await GuardAsync(
            () => log.Leases.RenewAsync(renew.Holder, renew.Shards, CancellationToken.None).AsTask());
        await reply.SendAsync(new LeasesRenewed(
            renew.Request, code,
            [.. (lost ?? []).Select(lease => new LostLease(lease.Shard, lease.Holder, lease.Token))]));
    }

    private async Task ReleaseAsync(ReleaseLeases release) => await GuardAsync(async () =>
    {
        await log.Leases.ReleaseAsync(release.Holder, release.Shards, CancellationToken.None);
        return true;
    });

    private async Task<ChannelFound> FindOrCreateAsync(FindChannel find)
    {
        var state = await log.FindAsync(find.Channel, find.Author, CancellationToken.None);
        if (state is null && find.Descriptor is { } descriptor)
        {
            var code = await log.CreateAsync(find.Channel, descriptor, CancellationToken.None);
            if (code != Code.None)
                return new() { Request = find.Request, Code = code };
            state = await log.FindAsync(find.Channel, find.Author, CancellationToken.None);
        }

        if (state is null)
            return new() { Request = find.Request, Code = Code.ChannelUnknown };
        return new()
        {
            Request = find.Request,
            Descriptor = state.Descriptor,
            Incarnation = log.Incarnation,
            Head = state.Head,
            Epoch = state.Epoch,
            EpochEntries = state.EpochEntries,
            LastCounter = state.LastCounter,
            SizeBytes = state.SizeBytes + await blobs.MeasureAsync(find.Channel, CancellationToken.None),
            SizeMaxBytes = state.SizeMaxBytes,
        };
    }

    private async Task TrimNowAndThenAsync()
    {
        using var timer = new PeriodicTimer(TrimInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                var (code, trimmed) = await GuardAsync(
                    () => log.TrimAsync(_ended.Token).AsTask());
                if (code == Code.None && trimmed.EntryCount > 0)
                    LogTrimmed(trimmed.EntryCount, trimmed.SizeBytes);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
    }

    // The one place where the log's failures become codes. Whatever the store threw, the asker gets an answer.
    [SuppressMessage("Design", "CA1031", Justification = "A store may fail in any way; each becomes a refusal.")]
    private async Task<(Code Code, T? Value)> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return (Code.None, await call());
        }
        catch (LogDamagedException exception)
        {
            if (Interlocked.Exchange(ref _isBroken, 1) == 0)
            {
                LogDamaged(exception);
                broken();
            }

            return (Code.StoreUnavailable, default);
        }
        catch (OperationCanceledException)
        {
            return (Code.StoreUnavailable, default);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            return (Code.StoreUnavailable, default);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "trimmed {Entries} superseded entries, {Bytes} bytes")]
    private partial void LogTrimmed(long entries, long bytes);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Peer} is there")]
    private partial void LogOpened(NodeId peer);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Peer} is gone")]
    private partial void LogClosed(NodeId peer);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the store is damaged; this process ends")]
    private partial void LogDamaged(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "the store did not answer")]
    private partial void LogFailed(Exception exception);
}
