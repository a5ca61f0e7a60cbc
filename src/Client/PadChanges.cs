using System.Threading.Channels;

namespace Tacit.Client;

/// <summary>
/// The changes of a pad on their way to the program's one reader. A reader that is slow misses the oldest, and is told
/// how many: the document is complete all the same, and nothing waits. Any thread.
/// </summary>
internal sealed class PadChanges
{
    /// <summary>Changes that are kept for the reader.</summary>
    private const int CountMax = 1024;

    private readonly Channel<PadChange> _changes;
    private int _missedCount;
    private int _readers;

    public PadChanges() => _changes = System.Threading.Channels.Channel.CreateBounded<PadChange>(
        new BoundedChannelOptions(CountMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        dropped => Interlocked.Increment(ref _missedCount));

    /// <summary>Keeps a change, if anybody reads.</summary>
    public void Write(PadChange change)
    {
        if (Volatile.Read(ref _readers) != 0)
            _changes.Writer.TryWrite(change);
    }

    /// <summary>No more come: the reader ends after those that are kept, or with the fault.</summary>
    public void Complete(TacitException? fault) => _changes.Writer.TryComplete(fault);

    /// <summary>Keeps changes from the moment its enumeration begins, and hands them out one by one.</summary>
    public IAsyncEnumerable<PadChange> ReadAsync(CancellationToken cancellationToken) =>
        new Reading(this, cancellationToken);

    private void Begin()
    {
        if (Interlocked.Exchange(ref _readers, 1) != 0)
            throw new InvalidOperationException("A pad's changes have one reader at a time.");
    }

    private void End()
    {
        Volatile.Write(ref _readers, 0);
        while (_changes.Reader.TryRead(out _))
        {
            // What nobody reads is not kept.
        }
    }

    private sealed class Reading(PadChanges changes, CancellationToken cancellationToken) : IAsyncEnumerable<PadChange>
    {
        public IAsyncEnumerator<PadChange> GetAsyncEnumerator(CancellationToken cancellation = default)
        {
            changes.Begin();
            return new Place(changes, cancellation.CanBeCanceled ? cancellation : cancellationToken);
        }
    }

    private sealed class Place(PadChanges changes, CancellationToken cancellationToken) : IAsyncEnumerator<PadChange>
    {
        private bool _isOver;

        public PadChange Current { get; private set; } = null!;

        public async ValueTask<bool> MoveNextAsync()
        {
            var reader = changes._changes.Reader;
            while (await reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!reader.TryRead(out var change))
                    continue;
                Current = change with { MissedCount = Interlocked.Exchange(ref changes._missedCount, 0) };
                return true;
            }

            return false;
        }

        public ValueTask DisposeAsync()
        {
            if (!_isOver)
                changes.End();
            _isOver = true;
            return default;
        }
    }
}
