using Tacit.Link;

namespace Tacit.Server.Front;

/// <summary>
/// What waits to be sent on one connection: bounded, filled by many threads, emptied by one. Adding never waits and,
/// in a
/// steady state, allocates nothing.
/// </summary>
/// <param name="sizeMax">The most bytes that may wait.</param>
internal sealed class Outbox(int sizeMax)
{
    private readonly Lock _gate = new();
    private readonly Signal _filled = new();
    private readonly Signal _emptied = new();
    private Segment[] _ring = new Segment[8];
    private int _first;
    private int _count;
    private long _size;
    private bool _isClosed;

    /// <summary>Whether more than half of the room is taken: what can be left out should be.</summary>
    public bool IsHalfFull => Volatile.Read(ref _size) > sizeMax / 2;

    /// <summary>How many bytes wait.</summary>
    public long SizeBytes => Volatile.Read(ref _size);

    /// <summary>Adds to what waits. False if there is no room, which ends the connection, or if it is closed.</summary>
    public bool TryAdd(Segment segment)
    {
        lock (_gate)
        {
            if (_isClosed)
                return true;
            if (_size + segment.Length > sizeMax)
                return false;
            Enqueue(segment);
        }

        _filled.Set();
        return true;
    }

    /// <summary>Adds the last thing to be sent; what is added later is dropped.</summary>
    /// <param name="last">Sent even if there is no room.</param>
    /// <param name="dropRest">Whether what waits is dropped: for a reader that will not read it.</param>
    public void Close(Segment last, bool dropRest)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            if (dropRest)
                DropAll();
            Enqueue(last);
            _isClosed = true;
        }

        _filled.Set();
        _emptied.Set();
    }

    /// <summary>Drops everything, and all that comes: there is nobody to send to.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            DropAll();
            _isClosed = true;
        }

        _filled.Set();
        _emptied.Set();
    }

    /// <summary>Waits until no more than half of the room is taken. One waiter at a time.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (IsHalfFull)
            await _emptied.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until something is there to be sent. False when all was sent and nothing will come.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_count > 0)
                    return true;
                if (_isClosed)
                    return false;
            }

            await _filled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Takes what fits into a buffer; or, if the first segment alone is larger, just that, without copying it.
    /// </summary>
    /// <param name="buffer">Where to gather.</param>
    /// <returns>What to send next, as one message; empty if nothing waits.</returns>
    public ReadOnlyMemory<byte> Take(byte[] buffer)
    {
        ReadOnlyMemory<byte> taken;
        lock (_gate)
        {
            if (_count == 0)
                return default;
            if (_ring[_first].Length > buffer.Length)
            {
                taken = Dequeue().Memory;
            }
            else
            {
                var length = 0;
                while (_count > 0 && length + _ring[_first].Length <= buffer.Length)
                {
                    var segment = Dequeue();
                    segment.Memory.Span.CopyTo(buffer.AsSpan(length));
                    length += segment.Length;
                }

                taken = buffer.AsMemory(0, length);
            }
        }

        if (!IsHalfFull)
            _emptied.Set();
        return taken;
    }

    private void Enqueue(Segment segment)
    {
        if (_count == _ring.Length)
        {
            var wider = new Segment[_count * 2];
            for (var at = 0; at < _count; at++)
                wider[at] = _ring[(_first + at) % _count];
            (_ring, _first) = (wider, 0);
        }

        _ring[(_first + _count++) % _ring.Length] = segment;
        _size += segment.Length;
    }

    private Segment Dequeue()
    {
        var segment = _ring[_first];
        _ring[_first] = default;
        _first = (_first + 1) % _ring.Length;
        _count--;
        _size -= segment.Length;
        return segment;
    }

    private void DropAll()
    {
        Array.Clear(_ring);
        (_first, _count, _size) = (0, 0, 0);
    }
}
