using System.Threading.Channels;
using Tacit.Link;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// One logical thread, and everything that orders the entries of its channels happens on it. A channel has one lane for
/// the life of the core.
/// </summary>
/// <remarks>
/// Requests wait in a bounded queue, and whoever asks waits with them. Answers of the storage are at most as many as
/// the
/// batches in flight, and are always taken first: so a full lane never keeps its storage waiting. While batches are in
/// flight, requests gather into the next one: that is the group commit.
/// </remarks>
internal sealed class Lane(int number, int step, StorageLink storage, LaneWork work, CoreMetrics metrics)
{
    private const int RequestsMax = 1024;

    // Two: one being committed and one gathering behind it. More only makes the batches smaller.
    private const int BatchesInFlightMax = 2;
    private const int BatchEntriesMax = 4096;
    private const long BatchBytesMax = 8 * 1024 * 1024;

    private readonly Channel<LaneItem> _requests = Channel.CreateBounded<LaneItem>(
        new BoundedChannelOptions(RequestsMax) { SingleReader = true });
    private readonly Channel<EntriesStored> _answers = Channel.CreateBounded<EntriesStored>(
        new BoundedChannelOptions(BatchesInFlightMax) { SingleReader = true });
    private readonly Signal _signal = new();
    private readonly Queue<PendingStore> _inFlight = new();
    private long _lastRequest = number;

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

    /// <summary>Takes an answer of the storage. Never waits.</summary>
    public void Answer(EntriesStored stored)
    {
        if (!_answers.Writer.TryWrite(stored))
            throw new InvalidOperationException("The storage answered more than it was asked.");
        _signal.Set();
    }

    /// <summary>The storage is gone: what waits for it is answered. Never waits.</summary>
    public void StorageClosed() => _signal.Set();

    /// <summary>Works until it is told to end and everything in flight was answered.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        using var wakeUp = ended.Register(_signal.Set);
        while (!ended.IsCancellationRequested || _inFlight.Count > 0)
        {
            await _signal.WaitAsync(CancellationToken.None);
            TakeLost();
            TakeAnswers();
            while (_inFlight.Count < BatchesInFlightMax && await TakeRequestsAsync())
                TakeAnswers();
        }
    }

    // A link that closed has said all that it will say: what it left unanswered is lost.
    private void TakeLost()
    {
        var lost = _inFlight.Where(store => !store.Storage.IsOpen).ToList();
        if (lost.Count == 0)
            return;
        TakeAnswers();
        foreach (var store in lost)
            store.Answer ??= store.Lost();
    }

    // Answers may overtake each other, commits must not: batches complete in the order in which they were sent.
    private void TakeAnswers()
    {
        while (_answers.Reader.TryRead(out var stored))
            _inFlight.First(store => store.Request == stored.Request).Answer = stored;
        while (_inFlight.TryPeek(out var first) && first.Answer is not null)
        {
            metrics.Stored(first.SentAt);
            work.Complete(_inFlight.Dequeue());
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async ValueTask<bool> TakeRequestsAsync()
    {
        var batch = new PendingStore(_lastRequest + step, storage.Current);
        while (batch.Entries.Count < BatchEntriesMax && batch.SizeBytes < BatchBytesMax
            && _requests.Reader.TryRead(out var item))
        {
            work.Handle(item, batch);
        }

        if (batch.Entries.Count == 0)
            return false;
        _lastRequest = batch.Request;
        batch.SentAt = metrics.Now;
        _inFlight.Enqueue(batch);
        metrics.BatchSize.Record(batch.Entries.Count);
        await batch.Storage.SendAsync(new StoreEntries(batch.Request, batch.Entries));

        // A link that closes from here on wakes the lane when its role is told.
        if (!batch.Storage.IsOpen)
            _signal.Set();
        return true;
    }
}
