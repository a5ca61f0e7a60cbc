using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Tacit.Seal;

namespace Tacit.Client;

/// <summary>
/// Events from the loop to the program's one reader. What is not read is held in memory. Written by the loop, read by
/// any one thread.
/// </summary>
internal sealed class EventQueue(bool isKept)
{
    private readonly Channel<ChannelEvent> _events =
        System.Threading.Channels.Channel.CreateUnbounded<ChannelEvent>(new() { SingleWriter = true });
    private long _written;
    private long _handedOut;
    private int _readers;

    /// <summary>Whether every event was handed out.</summary>
    public bool IsDrained => Volatile.Read(ref _handedOut) == _written;

    public void Write(ChannelEvent one)
    {
        if (isKept && _events.Writer.TryWrite(one))
            _written++;
    }

    /// <summary>Hands on what came of an entry, where it is for the program.</summary>
    public void Write(ViewEvent one, bool isOwn)
    {
        if (one is OpenedEntry opened)
            Write(new EntryRead(opened, isOwn));
        else if (one is SkippedEntry skipped)
            Write(new EntrySkipped(skipped));
    }

    /// <summary>
    /// No more events come; what is there is still read, then <paramref name="fault"/> is thrown, if any.
    /// </summary>
    public void Complete(Exception? fault = null) => _events.Writer.TryComplete(fault);

    public async IAsyncEnumerable<ChannelEvent> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!isKept)
            throw new InvalidOperationException("The channel was opened without reading.");
        if (Interlocked.Exchange(ref _readers, 1) != 0)
            throw new InvalidOperationException("A channel has one reader at a time.");
        try
        {
            await foreach (var one in _events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                Interlocked.Increment(ref _handedOut);
                yield return one;
            }
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }
}
