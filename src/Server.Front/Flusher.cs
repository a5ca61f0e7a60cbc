using System.Collections.Concurrent;
using Tacit.Link;

namespace Tacit.Server.Front;

/// <summary>
/// Sends what many connections have queued, some connections at a time on a thread of the pool. A commit fills the
/// outboxes of whole rooms; each connection then costs one write, and no wait of its own.
/// </summary>
/// <param name="surroundings">Threads.</param>
internal sealed class Flusher(Surroundings surroundings) : IThreadPoolWorkItem
{
    // So many are flushed by one thread while the next thread may begin with others.
    private const int ShareMax = 64;

    private readonly ConcurrentQueue<MessageTransport> _waiting = new();
    private int _isScheduled;

    /// <summary>Has a connection flushed soon, once.</summary>
    public void Add(MessageTransport transport)
    {
        _waiting.Enqueue(transport);
        Schedule();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _isScheduled, 0);
        for (var taken = 0; taken < ShareMax && _waiting.TryDequeue(out var transport); taken++)
        {
            if (taken == 0 && _waiting.Count > ShareMax)
                Schedule();
            transport.Flush();
        }

        if (!_waiting.IsEmpty)
            Schedule();
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
            surroundings.Queue(this);
    }
}
