using System.Collections.Concurrent;
using System.Threading.Channels;
using Tacit.Link;
using Tacit.Wire;

namespace Tacit.Server.Core;

/// <summary>
/// One logical thread, and everything that orders the entries of its channels happens on it. A shard has one lane for
/// the life of the core, and so has a channel.
/// </summary>
/// <remarks>
/// Requests wait in a bounded queue, and whoever asks waits with them. Orders of the core and answers of the storage,
/// which are few, are always taken first: so a full lane never keeps its storage waiting. While batches are in flight,
/// requests gather into the next one: that is the group commit. When the link to the storage breaks, batches stay in
/// flight, and are sent again in order over the next one: the log knows what it has.
/// </remarks>
internal sealed class Lane(int number, int step, ShardLeases leases, LaneWork work, CoreMetrics metrics)
{
    private const int RequestsMax = 1024;

    // Two: one being committed and one gathering behind it. More only makes the batches smaller.
    private const int BatchesInFlightMax = 2;
    private const int BatchEntriesMax = 4096;
    private const long BatchBytesMax = 8 * 1024 * 1024;

    private readonly Channel<LaneItem> _requests = Channel.CreateBounded<LaneItem>(
        new BoundedChannelOptions(RequestsMax) { SingleReader = true });
    private readonly ConcurrentQueue<LaneOrder> _orders = new();
    private readonly Signal _signal = new();
    private readonly Queue<PendingStore> _inFlight = new();
    private ILink? _storage;
    private long _lastRequest = number;

    /// <summary>The leases on its shards.</summary>
    public ShardLeases Leases { get; } = leases;

    /// <inheritdoc cref="LaneWork.ForgottenCountOf" />
    public long ForgottenCountOf(Shard shard) => work.ForgottenCountOf(shard);

    /// <summary>How many requests wait.</summary>
    public int QueuedCount => _requests.Reader.Count;

    /// <summary>How many channels the lane holds, as far as another thread can tell.</summary>
    public int ChannelCount => work.ChannelCount;

    /// <summary>Gives the lane something to do. Completes when it has room for it.</summary>
    public async ValueTask RequestAsync(LaneItem item)
    {
        await _requests.Writer.WriteAsync(item);
        _signal.Set();
    }

    /// <summary>Gives the lane an order, which it follows before all that waits. Never waits.</summary>
    public void Tell(LaneOrder order)
    {
        _orders.Enqueue(order);
        _signal.Set();
    }

    /// <summary>Works until it is told to end and everything that can be answered was.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        using var wakeUp = ended.Register(_signal.Set);
        while (!ended.IsCancellationRequested || (_inFlight.Count > 0 && _storage is { IsOpen: true }))
        {
            await _signal.WaitAsync(CancellationToken.None);
            Follow();
            await SendAsync();
            while (_inFlight.Count < BatchesInFlightMax && await TakeRequestsAsync())
                Follow();
        }
    }

    // In the order in which they were given: a shard is never held under a new token before the old one is forgotten.
    private void Follow()
    {
        while (_orders.TryDequeue(out var order))
        {
            switch (order)
            {
                case BatchAnswered answered:
                    Take(answered);
                    break;
                case StorageChanged changed:
                    _storage = changed.Link;
                    foreach (var batch in _inFlight)
                        batch.SentTo = null;
                    break;
                default:
                    work.Follow(order);
                    break;
            }
        }
    }

    // Answers may overtake each other, commits must not: batches complete in the order in which they were sent.
    private void Take(BatchAnswered answered)
    {
        foreach (var batch in _inFlight)
        {
            if (batch.Request == answered.Stored.Request && batch.SentTo == answered.Link)
                batch.Answer = answered.Stored;
        }

        while (_inFlight.TryPeek(out var first) && first.Answer is not null)
        {
            metrics.Stored(first.SentAt);
            work.Complete(_inFlight.Dequeue());
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async ValueTask<bool> TakeRequestsAsync()
    {
        var batch = new PendingStore(_lastRequest + step);
        while (batch.Entries.Count < BatchEntriesMax && batch.SizeBytes < BatchBytesMax
            && _requests.Reader.TryRead(out var item))
        {
            // Who is let in was judged under a lease: what is to be done about an older one comes first.
            if (!_orders.IsEmpty)
                Follow();
            work.Handle(item, batch);
        }

        if (batch.Entries.Count == 0)
            return false;
        _lastRequest = batch.Request;
        batch.SentAt = metrics.Now;
        _inFlight.Enqueue(batch);
        metrics.BatchSize.Record(batch.Entries.Count);
        await SendAsync();
        return true;
    }

    // All that this link has not been sent, oldest first.
    private async ValueTask SendAsync()
    {
        if (_storage is not { } storage)
            return;
        foreach (var batch in _inFlight)
        {
            if (batch.Answer is not null || batch.SentTo == storage)
                continue;
            batch.SentTo = storage;
            await storage.SendAsync(batch.ToStore());
        }
    }
}
