using System.Threading.Channels;
using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// The one thread that changes the store. Appends that wait together are committed together: nobody is kept waiting for
/// others to come, but while one commit is written to the medium the next one gathers.
/// </summary>
internal sealed class Writer
{
    /// <summary>As many requests may wait; further ones wait outside, in the order in which they came.</summary>
    private const int QueueLengthMax = 1024;

    /// <summary>A group ends when it has this many entries or bytes: what follows waits for one more commit.</summary>
    private const int GroupEntryMax = 8192;
    private const long GroupSizeMaxBytes = 16L * 1024 * 1024;

    private readonly Channel<WriteRequest> _queue = Channel.CreateBounded<WriteRequest>(
        new BoundedChannelOptions(QueueLengthMax) { SingleReader = true });

    private readonly Appender _appender;
    private readonly Action<LogDamagedException> _damaged;
    private readonly List<AppendRequest> _group = [];
    private readonly Thread _thread;

    /// <param name="appender">Commits groups.</param>
    /// <param name="damaged">Told when the store contradicts itself; nothing more is done then.</param>
    public Writer(Appender appender, Action<LogDamagedException> damaged)
    {
        (_appender, _damaged) = (appender, damaged);
        _thread = new(Work) { Name = "log writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Appends, in the order of the calls.</summary>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<PendingAppend> batch, CancellationToken cancellationToken) =>
        await SendAsync(new AppendRequest(batch), cancellationToken);

    /// <summary>Does something alone on the writer's thread, after what was asked before.</summary>
    public async ValueTask<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        await SendAsync(new Job<T>(work), cancellationToken);

    /// <summary>Takes no more, does what was asked, and ends the thread.</summary>
    public async ValueTask EndAsync()
    {
        _queue.Writer.TryComplete();
        await Task.Run(_thread.Join);
    }

    private async Task<T> SendAsync<T>(WriteRequest<T> request, CancellationToken cancellationToken)
    {
        try
        {
            // Synchronously up to here: the order of the calls is the order in the queue.
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw e.InnerException is LogDamagedException damaged
                ? new LogDamagedException(damaged.Message, damaged)
                : new ObjectDisposedException(nameof(SqliteLog));
        }

        await using var giveUp = cancellationToken.UnsafeRegister(
            static (state, token) => ((WriteRequest)state!).GiveUp(token), request);
        return await request.Answer;
    }

    private void Work()
    {
        try
        {
            while (WaitForRequest())
                DoNext();
        }
        catch (LogDamagedException e)
        {
            _damaged(e);
            _queue.Writer.TryComplete(e);
            while (_queue.Reader.TryRead(out var request))
            {
                if (request.TryTake())
                    Fail(request, e);
            }
        }
    }

    // The thread has nothing else to do, so it may block.
    private bool WaitForRequest()
    {
        var waiting = _queue.Reader.WaitToReadAsync();
        return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().Result;
    }

    private void DoNext()
    {
        var (entryCount, sizeBytes) = (0, 0L);
        while (entryCount < GroupEntryMax && sizeBytes < GroupSizeMaxBytes && _queue.Reader.TryPeek(out var next))
        {
            if (next is not AppendRequest && _group.Count > 0)
                break;
            _queue.Reader.TryRead(out _);
            if (!next.TryTake())
                continue;
            if (next is not AppendRequest append)
            {
                Do(next);
                return;
            }

            _group.Add(append);
            entryCount += append.Batch.Count;
            foreach (var pending in append.Batch)
                sizeBytes += pending.Entry.Length;
        }

        if (_group.Count > 0)
            AppendGroup();
    }

    private static void Do(WriteRequest request)
    {
        try
        {
            request.Run();
        }
        catch (SqliteFailureException e) when (!e.IsDamage)
        {
            request.Fail(e);
        }
        catch (Exception e) when (AsDamage(e) is { } damage)
        {
            Fail(request, damage);
            throw damage;
        }
    }

    private void AppendGroup()
    {
        try
        {
            var results = _appender.Append(_group.ConvertAll(request => request.Batch));
            for (var at = 0; at < results.Length; at++)
                _group[at].Succeed(results[at]);
        }
        catch (SqliteFailureException e) when (!e.IsDamage)
        {
            foreach (var request in _group)
                request.Refuse(CodeOf(e));
        }
        catch (Exception e) when (AsDamage(e) is { } damage)
        {
            foreach (var request in _group)
                Fail(request, damage);
            throw damage;
        }
        finally
        {
            _group.Clear();
        }
    }

    /// <summary>What a failure that passes is called on the wire.</summary>
    public static Code CodeOf(SqliteFailureException failure) =>
        failure.IsFull ? Code.StoreFull : Code.StoreUnavailable;

    /// <summary>Damage, in whatever way it showed; null if something else is wrong.</summary>
    public static LogDamagedException? AsDamage(Exception exception) => exception switch
    {
        LogDamagedException damaged => damaged,
        SqliteFailureException { IsDamage: true } failure => new("The store's file is damaged.", failure),
        _ => null,
    };

    // One exception object for each, since each is thrown with a stack of its own.
    private static void Fail(WriteRequest request, LogDamagedException damage) =>
        request.Fail(new LogDamagedException(damage.Message, damage));
}
