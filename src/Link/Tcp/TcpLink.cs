using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link.Tcp;

/// <summary>
/// A link over a connection whose two ends know each other. What is sent gathers while the batch before it is on its
/// way: one write for all that waits. Towards the storages whoever sends waits for room; towards the fronts nobody
/// does, and a peer that takes too little loses the link.
/// </summary>
internal sealed class TcpLink : ILink, IDisposable
{
    // Not among RoleMessageType: these are between the two ends of a link, and no role sees them.
    private const byte PingType = 0;
    private const byte PongType = 255;

    private readonly LinkWire _wire;
    private readonly IRole _role;
    private readonly LinkSettings _settings;
    private readonly TimeProvider _time;
    private readonly LinkQueue _queue;
    private readonly bool _waitsForRoom;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _pings = new();
    private long _lastPing;
    private long _heardAt;
    private volatile bool _isHandling;
    private volatile bool _isOpen = true;
    private string? _why;

    /// <summary>Makes a link; <see cref="RunAsync"/> lets it work.</summary>
    /// <param name="wire">The connection, after the handshake.</param>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="instance">Which start of that process.</param>
    /// <param name="dialed">Whether this side dialed: then what it sends are requests, and waits for room.</param>
    /// <param name="role">Who receives.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="time">The clock.</param>
    public TcpLink(
        LinkWire wire, NodeId peer, ulong instance, bool dialed, IRole role, LinkSettings settings, TimeProvider time)
    {
        _wire = wire;
        Peer = peer;
        Instance = instance;
        _waitsForRoom = dialed;
        _role = role;
        _settings = settings;
        _time = time;
        _queue = new LinkQueue(dialed ? settings.RequestsSizeMax : settings.AnswersSizeMax);
        _heardAt = time.GetTimestamp();
    }

    /// <inheritdoc />
    public NodeId Peer { get; }

    /// <summary>Which start of the peer's process.</summary>
    public ulong Instance { get; }

    /// <inheritdoc />
    public bool IsOpen => _isOpen;

    /// <summary>How many bytes wait to be sent.</summary>
    public int QueuedBytes => _queue.SizeBytes;

    /// <summary>
    /// Whether the peer was heard within the time after which it counts as dead. While this side does not listen,
    /// nothing is known against it.
    /// </summary>
    public bool IsHeard => _isOpen && (_isHandling || SinceHeard() < _settings.DeadAfter);

    /// <inheritdoc />
    public ValueTask SendAsync(RoleMessage message)
    {
        if (_queue.TryAdd(message) != LinkQueue.Added.Full)
            return ValueTask.CompletedTask;
        if (_waitsForRoom)
            return WaitAndSendAsync(message);
        Close("it does not take what it is sent");
        return ValueTask.CompletedTask;
    }

    /// <summary>Lets the link work until it breaks or is closed. The role is told of both ends of that.</summary>
    /// <returns>Why it closed.</returns>
    public async Task<string> RunAsync()
    {
        _role.Opened(this);
        try
        {
            await Task.WhenAll(EndsLinkAsync(SendAllAsync), EndsLinkAsync(ReceiveAllAsync), EndsLinkAsync(BeatAsync));
        }
        finally
        {
            _role.Closed(this);
        }

        return _why!;
    }

    /// <summary>Ends the link. What was not sent is lost.</summary>
    /// <param name="why">A clause for the log.</param>
    public void Close(string why)
    {
        if (Interlocked.CompareExchange(ref _why, why, null) is not null)
            return;
        _isOpen = false;
        _queue.Close();
        foreach (var ping in _pings.Values)
            ping.TrySetCanceled();
        _closing.Cancel();
    }

    /// <summary>Measures one round trip.</summary>
    /// <exception cref="OperationCanceledException">The link closed before.</exception>
    public async Task<TimeSpan> PingAsync()
    {
        var token = Interlocked.Increment(ref _lastPing);
        var ponged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pings[token] = ponged;
        var start = _time.GetTimestamp();
        _queue.Add(PingType, token);
        if (!_isOpen)
            ponged.TrySetCanceled();
        await ponged.Task;
        return _time.GetElapsedTime(start);
    }

    /// <inheritdoc />
    public void Dispose() => _closing.Dispose();

    private async ValueTask WaitAndSendAsync(RoleMessage message)
    {
        do
            await _queue.RoomAsync();
        while (_queue.TryAdd(message) == LinkQueue.Added.Full);
    }

    [SuppressMessage("Design", "CA1031", Justification = "However a link fails, it closes and says why.")]
    private async Task EndsLinkAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Close(exception.Message);
        }
    }

    private async Task SendAllAsync(CancellationToken closing)
    {
        while (true)
        {
            var batch = await _queue.TakeAsync(closing);
            var flushed = await _wire.Output.WriteAsync(batch.WrittenMemory, closing);
            _queue.Return(batch);
            if (flushed.IsCompleted)
                Close("the connection was closed");
        }
    }

    private async Task ReceiveAllAsync(CancellationToken closing)
    {
        while (true)
        {
            var read = await _wire.Input.ReadAsync(closing);
            var buffer = read.Buffer;
            _isHandling = true;
            while (LinkWire.TryTake(ref buffer, LinkSettings.MessageSizeMax, out var frame))
                await HandleAsync(frame);
            _wire.Input.AdvanceTo(buffer.Start, buffer.End);
            Volatile.Write(ref _heardAt, _time.GetTimestamp());
            _isHandling = false;
            if (read.IsCompleted)
            {
                Close("the connection was closed");
                return;
            }

            closing.ThrowIfCancellationRequested();
        }
    }

    private async ValueTask HandleAsync(byte[] frame)
    {
        if (frame[0] is PingType or PongType)
        {
            if (frame.Length != 1 + sizeof(long))
                throw new InvalidDataException("it sent a malformed heartbeat");
            var token = BinaryPrimitives.ReadInt64BigEndian(frame.AsSpan(1));
            if (frame[0] == PingType)
                _queue.Add(PongType, token);
            else if (_pings.TryRemove(token, out var ping))
                ping.TrySetResult();
            return;
        }

        if (!RoleMessage.TryRead(frame, out var message, out var badOffset))
            throw new InvalidDataException($"it sent a message that does not read at byte {badOffset}");
        await _role.ReceiveAsync(message, this);
    }

    private async Task BeatAsync(CancellationToken closing)
    {
        using var timer = new PeriodicTimer(_settings.Heartbeat, _time);
        while (await timer.WaitForNextTickAsync(closing))
        {
            // Answered or not: what is heard counts, and nobody waits for this one's answer.
            _queue.Add(PingType, 0);

            // While the role takes its time with a message, nothing is read: that says nothing about the peer.
            if (!_isHandling && SinceHeard() >= _settings.DeadAfter)
                Close($"nothing was heard for {_settings.DeadAfter.TotalSeconds:0.#} s");
        }
    }

    private TimeSpan SinceHeard() => _time.GetElapsedTime(Volatile.Read(ref _heardAt));
}
