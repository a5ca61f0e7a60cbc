using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Tacit.Log.Postgres;

/// <summary>
/// Commits the appends that wait together: nobody is kept waiting for others to come, but while one commit is on its
/// way the next one gathers.
/// </summary>
internal sealed class Writer
{
    /// <summary>As many requests may wait; further ones wait outside, in the order in which they came.</summary>
    private const int QueueLengthMax = 1024;

    /// <summary>A group ends when it has this many entries or bytes: what follows waits for one more commit.</summary>
    private const int GroupEntryMax = 4096;
    private const long GroupSizeMaxBytes = 8L * 1024 * 1024;

    private readonly Channel<AppendRequest> _queue = Channel.CreateBounded<AppendRequest>(
        new BoundedChannelOptions(QueueLengthMax) { SingleReader = true });

    private readonly Appender _appender;
    private readonly Action<LogDamagedException> _damaged;
    private readonly List<AppendRequest> _group = [];
    private readonly Task _work;

    /// <param name="appender">Commits groups.</param>
    /// <param name="damaged">Told when the database contradicts itself.</param>
    public Writer(Appender appender, Action<LogDamagedException> damaged)
    {
        (_appender, _damaged) = (appender, damaged);
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Appends, in the order of the calls.</summary>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<PendingAppend> batch, CancellationToken cancellationToken)
    {
        var request = new AppendRequest(batch);
        try
        {
            // Synchronously up to here: the order of the calls is the order in the queue.
            await _queue.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(PostgresLog));
        }

        await using var giveUp = cancellationToken.UnsafeRegister(
            static (state, token) => ((AppendRequest)state!).GiveUp(token), request);
        return await request.Answer;
    }

    /// <summary>Takes no more, and does what was asked.</summary>
    public async ValueTask EndAsync()
    {
        _queue.Writer.TryComplete();
        await _work;
    }

    private async Task WorkAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            var (entryCount, sizeBytes) = (0, 0L);
            while (entryCount < GroupEntryMax && sizeBytes < GroupSizeMaxBytes
                && _queue.Reader.TryRead(out var request))
            {
                if (!request.TryTake())
                    continue;
                _group.Add(request);
                entryCount += request.Batch.Count;
                foreach (var pending in request.Batch)
                    sizeBytes += pending.Entry.Length;
            }

            if (_group.Count > 0)
                await AppendGroupAsync();
            _group.Clear();
        }
    }

    // Whatever the database did, whoever waits gets an answer, and the next group its turn.
    [SuppressMessage("Design", "CA1031", Justification = "A database may fail in any way; each becomes a refusal.")]
    private async Task AppendGroupAsync()
    {
        try
        {
            var results = await _appender.AppendAsync(_group.ConvertAll(request => request.Batch));
            for (var at = 0; at < results.Length; at++)
                _group[at].Succeed(results[at]);
        }
        catch (Exception e) when (Failures.AsDamage(e) is { } damage)
        {
            _damaged(damage);
            foreach (var request in _group)
                request.Fail(damage);
        }
        catch (Exception e)
        {
            foreach (var request in _group)
                request.Refuse(Failures.CodeOf(e));
        }
    }
}
