using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link.Tcp;

/// <summary>
/// What waits to be sent on a link, as bytes: while one batch is on its way, the next gathers behind it. Any thread
/// adds; one takes.
/// </summary>
/// <param name="sizeMax">The most bytes that wait.</param>
internal sealed class LinkQueue(int sizeMax)
{
    // A buffer that a burst made larger than this is not kept.
    private const int BufferKeptMax = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Signal _added = new();
    private WireWriter _gathering = new(64 * 1024);
    private WireWriter _spare = new(64 * 1024);
    private TaskCompletionSource? _room;
    private bool _isClosed;

    /// <summary>How adding ended.</summary>
    public enum Added
    {
        /// <summary>It will be sent.</summary>
        Yes,

        /// <summary>There is no room now.</summary>
        Full,

        /// <summary>The link does not stand any more.</summary>
        Closed,
    }

    /// <summary>How many bytes wait.</summary>
    public int SizeBytes
    {
        get
        {
            lock (_gate)
                return _gathering.Length;
        }
    }

    /// <summary>Adds a message if there is room.</summary>
    public Added TryAdd(RoleMessage message)
    {
        lock (_gate)
        {
            if (_isClosed)
                return Added.Closed;
            if (_gathering.Length >= sizeMax)
                return Added.Full;
            var start = _gathering.Length;
            _gathering.Reserve(LinkWire.PrefixLength);
            message.Write(_gathering);
            EndFrame(start);
        }

        _added.Set();
        return Added.Yes;
    }

    /// <summary>Adds a frame of the link itself: small, and there is always room for it.</summary>
    public void Add(byte type, long token)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            var start = _gathering.Length;
            _gathering.Reserve(LinkWire.PrefixLength);
            _gathering.Byte(type).UInt64((ulong)token);
            EndFrame(start);
        }

        _added.Set();
    }

    /// <summary>Completes when there may be room, or the link closed.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            if (_isClosed || _gathering.Length < sizeMax)
                return Task.CompletedTask;
            _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Takes all that waits, from one message up. Whoever took it gives it back.</summary>
    public async ValueTask<WireWriter> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _added.WaitAsync(cancellationToken);
            lock (_gate)
            {
                if (_gathering.Length == 0)
                    continue;
                var taken = _gathering;
                _gathering = _spare;
                FreeRoom();
                return taken;
            }
        }
    }

    /// <summary>Gives back what was taken, once it was sent.</summary>
    public void Return(WireWriter sent)
    {
        if (sent.Length > BufferKeptMax)
            sent = new(64 * 1024);
        sent.Clear();
        lock (_gate)
            _spare = sent;
    }

    /// <summary>Nothing is added any more, and nobody waits.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            FreeRoom();
        }
    }

    private void EndFrame(int start)
    {
        var length = _gathering.Length - start - LinkWire.PrefixLength;
        if (length > LinkSettings.MessageSizeMax)
            throw new InvalidOperationException($"A message of {length} bytes is too large for a link.");
        _gathering.PutInt32(start, length);
    }

    private void FreeRoom()
    {
        _room?.SetResult();
        _room = null;
    }
}
