using Tacit.Link;

namespace Tacit.Server.Front;

/// <summary>
/// What waits to be sent on one connection: bounded, filled by many threads, emptied by one at a time. Adding never
/// waits and, in a steady state, allocates nothing.
/// </summary>
/// <param name="sizeMax">The most bytes that may wait.</param>
/// <param name="filled">Called when something waits and nobody sends. Whoever is called sends, until
/// <see cref="Take"/> has nothing more.</param>
internal sealed class Outbox(int sizeMax, Action filled)
{
    private readonly Lock _gate = new();
    private readonly Signal _emptied = new();
    private Segment[] _ring = new Segment[4];
    private byte[]? _pong;
    private int _first;
    private int _count;
    private long _size;
    private bool _isBeingSent;
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
            if (!BeginSending())
                return true;
        }

        filled();
        return true;
    }

    /// <summary>Answers a ping. Of several that wait, only the last is answered (RFC 6455 §5.5.3).</summary>
    public void AddPong(ReadOnlySpan<byte> payload)
    {
        var pong = FrameWriter.Control(FrameOpcode.Pong, payload);
        lock (_gate)
        {
            if (_isClosed)
                return;
            _pong = pong;
            if (!BeginSending())
                return;
        }

        filled();
    }

    /// <summary>Adds the last thing to be sent; what is added later is dropped.</summary>
    /// <param name="last">Sent even if there is no room.</param>
    /// <param name="dropRest">Whether what waits is dropped: for a reader that will not read it.</param>
    public void Close(Segment last, bool dropRest) => Close(last, dropRest, isAbandoned: false);

    /// <summary>Drops everything, and all that comes: there is nobody to send to.</summary>
    public void Abandon() => Close(last: null, dropRest: true, isAbandoned: true);

    /// <summary>Waits until no more than half of the room is taken. One waiter at a time.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (IsHalfFull)
            await _emptied.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Takes what fits into a buffer, as one WebSocket frame; or, if the first segment alone is larger, its frame's
    /// header, and the segment without copying it.
    /// </summary>
    /// <param name="buffer">Where to gather.</param>
    public Taken Take(byte[] buffer)
    {
        lock (_gate)
        {
            var wasHalfFull = IsHalfFull;
            var length = TakePong(buffer);
            var payload = 0;
            var count = 0;
            var room = buffer.Length - length - FrameWriter.HeaderLengthMax;
            while (count < _count && payload + At(count).Length <= room)
                payload += At(count++).Length;

            ReadOnlyMemory<byte> large = default;
            if (count > 0)
            {
                length += FrameWriter.WriteHeader(FrameOpcode.Binary, payload, buffer.AsSpan(length));
                for (; count > 0; count--)
                {
                    var segment = Dequeue();
                    segment.Memory.Span.CopyTo(buffer.AsSpan(length));
                    length += segment.Length;
                }
            }
            else if (_count > 0)
            {
                large = Dequeue().Memory;
                length += FrameWriter.WriteHeader(FrameOpcode.Binary, large.Length, buffer.AsSpan(length));
            }
            else if (length == 0)
            {
                // Once closed nobody is called again: whoever gets this ends the connection.
                _isBeingSent = _isClosed;
                return new(default, default, _isClosed);
            }

            if (wasHalfFull && !IsHalfFull)
                _emptied.Set();
            return new(buffer.AsMemory(0, length), large, IsOver: false);
        }
    }

    private void Close(Segment? last, bool dropRest, bool isAbandoned)
    {
        lock (_gate)
        {
            if (_isClosed && !isAbandoned)
                return;
            if (dropRest)
                DropAll();
            if (last is { } segment)
                Enqueue(segment);
            _isClosed = true;
            _emptied.Set();
            if (!BeginSending())
                return;
        }

        filled();
    }

    /// <returns>Whether nobody sends yet.</returns>
    private bool BeginSending() => !_isBeingSent && (_isBeingSent = true);

    private ref Segment At(int place) => ref _ring[(_first + place) % _ring.Length];

    private int TakePong(byte[] buffer)
    {
        if (_pong is not { } pong)
            return 0;
        pong.CopyTo(buffer, 0);
        _pong = null;
        return pong.Length;
    }

    private void Enqueue(Segment segment)
    {
        if (_count == _ring.Length)
        {
            var wider = new Segment[_count * 2];
            for (var at = 0; at < _count; at++)
                wider[at] = At(at);
            (_ring, _first) = (wider, 0);
        }

        _count++;
        At(_count - 1) = segment;
        _size += segment.Length;
    }

    private Segment Dequeue()
    {
        var segment = At(0);
        At(0) = default;
        _first = (_first + 1) % _ring.Length;
        _count--;
        _size -= segment.Length;
        return segment;
    }

    private void DropAll()
    {
        Array.Clear(_ring);
        (_first, _count, _size, _pong) = (0, 0, 0, null);
    }
}

/// <summary>What was taken to be sent.</summary>
/// <param name="Bytes">To be sent first; empty if nothing waits.</param>
/// <param name="Large">To be sent after it; mostly empty.</param>
/// <param name="IsOver">Whether nothing waits and nothing will come.</param>
internal readonly record struct Taken(ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> Large, bool IsOver);
