using System.Net;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Front;

/// <summary>
/// One client's connection. One task reads and handles its frames in order; any thread may queue for it, and that never
/// waits.
/// </summary>
internal sealed class ClientSession : IDisposable
{
    private readonly SessionContext _context;
    private readonly Outbox _outbox;
    private readonly ByteBudget _window;
    private readonly TokenBucket _joins;
    private readonly TokenBucket _ephemerals;
    private readonly CancellationTokenSource _gone = new();
    private readonly MessageTransport _transport;
    private readonly Backfill _backfill;
    private long _saidSlowDownAt;
    private int _unansweredCount;
    private int _isEnding;

    /// <summary>Makes a session of an accepted socket.</summary>
    /// <param name="number">Its number, never used twice by this front.</param>
    /// <param name="transport">The connection.</param>
    /// <param name="address">Where the client is.</param>
    /// <param name="audience">The host that it called.</param>
    /// <param name="challenge">What its proofs sign, 32 random bytes.</param>
    /// <param name="context">What all sessions of the front share.</param>
    public ClientSession(
        long number, MessageTransport transport, IPAddress address, string audience, byte[] challenge,
        SessionContext context)
    {
        Number = number;
        Address = address;
        Audience = audience;
        Challenge = challenge;
        _context = context;
        _outbox = transport.Outbox;
        _window = new ByteBudget(context.Settings.WindowSizeMax);
        _joins = new TokenBucket(context.Settings.JoinRate, context.Time);
        _ephemerals = new TokenBucket(context.Settings.EphemeralRate, context.Time);
        _transport = transport;
        _backfill = new Backfill(this, _outbox, context, _gone.Token);
        Channels = new JoinedChannels(this, context);
    }

    /// <summary>The front's number of the session.</summary>
    public long Number { get; }

    /// <summary>Where the client is.</summary>
    public IPAddress Address { get; }

    /// <summary>The host that it called.</summary>
    public string Audience { get; }

    /// <summary>What its proofs sign.</summary>
    public byte[] Challenge { get; }

    /// <summary>The channels that it has joined.</summary>
    public JoinedChannels Channels { get; }

    /// <summary>Whether the connection ended.</summary>
    public bool IsGone => _gone.IsCancellationRequested;

    /// <summary>How many bytes wait to be sent.</summary>
    public long QueuedBytes => _outbox.SizeBytes;

    /// <summary>Whether no entry of it waits for an answer.</summary>
    public bool IsAnswered => Volatile.Read(ref _unansweredCount) == 0;

    /// <summary>Whether the client said HELLO.</summary>
    public bool HasSaidHello { get; set; }

    /// <summary>Serves the connection until it ends, and leaves every channel.</summary>
    public async Task RunAsync()
    {
        try
        {
            var conversation = new Conversation(this, _context);
            while (await _transport.ReceiveAsync() is { } message)
            {
                // Once told to go, what a client still sends is read and dropped: closing a socket with unread bytes
                // would reset it before the client has read why.
                if (_isEnding == 0 && !_context.IsDraining)
                    await conversation.HandleAsync(message);
            }
        }
        finally
        {
            Go();
            await Channels.LeaveAllAsync();
            if (_isEnding == 0)
                _outbox.Abandon();
            await _transport.Sent;
            _context.Sessions.TryRemove(Number, out _);
        }
    }

    /// <summary>Ends what has been silent too long, and what was told to go and did not. Called now and then.</summary>
    public void Sweep()
    {
        var settings = _context.Settings;
        if (_transport.IsSilentFor(HasSaidHello ? settings.IdleMax : settings.HelloWait))
            End(Code.IdleTimeout);
        Channels.Sweep();
        if (_transport.EndedFor <= settings.CloseWait)
            return;

        // Whoever waits for the window, in place of reading, has to find out that nothing is read any more.
        _transport.Abort();
        _ = Channels.LeaveAllAsync().AsTask();
    }

    /// <summary>Tells the client to go, and why; closes when that was sent.</summary>
    /// <param name="code">Why.</param>
    /// <param name="detail">Milliseconds to wait before connecting again; for a malformed message, the offset.</param>
    public void End(Code code, long detail = 0)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0)
            return;
        _context.Metrics.Ended.Add(1, new KeyValuePair<string, object?>("code", Codes.Of(code).Name));
        var sentence = Codes.Of(code).Sentence + (code == Code.Malformed ? $" (at byte {detail})" : "");
        var goAway = new GoAway(code, code is Code.Malformed or Code.MessageTooLarge ? 0 : detail, sentence);
        _transport.Ending(code);
        _outbox.Close(Segment.Of(new MessageWriter(128).Add(goAway)), dropRest: code == Code.SlowReader);
    }

    /// <summary>Queues a frame; a connection without room for it is ended.</summary>
    public void Queue(ServerFrame frame) => Queue(Segment.Of(new MessageWriter(64).Add(frame)));

    /// <summary>Queues frames; a connection without room for them is ended.</summary>
    public void Queue(Segment segment)
    {
        if (!_outbox.TryAdd(segment))
            End(Code.SlowReader);
    }

    /// <summary>Queues frames that may be left out, unless the connection is behind.</summary>
    public void QueueIfRoom(Segment segment)
    {
        if (!_outbox.IsHalfFull)
            Queue(segment);
    }

    /// <summary>Entries of the session were answered: their places in the window are free.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cost">What <see cref="Window.CostOf"/> said of them, altogether.</param>
    public void Answered(int count, long cost)
    {
        Interlocked.Add(ref _unansweredCount, -count);
        _window.Give(cost);
        _context.Windows.Give(cost);
    }

    /// <summary>Takes a place in the window for an entry, if that needs no wait.</summary>
    public bool TryTakeWindow(int sizeBytes)
    {
        var cost = Window.CostOf(sizeBytes);
        if (!_window.TryTake(cost))
            return false;
        if (!_context.Windows.TryTake(cost))
        {
            _window.Give(cost);
            return false;
        }

        Interlocked.Increment(ref _unansweredCount);
        return true;
    }

    /// <summary>Takes a place in the window for an entry as soon as there is one.</summary>
    public async Task TakeWindowAsync(int sizeBytes)
    {
        var cost = Window.CostOf(sizeBytes);
        await _window.TakeAsync(cost);
        await _context.Windows.TakeAsync(cost);
        Interlocked.Increment(ref _unansweredCount);
    }

    /// <summary>Whether an ephemeral message may be sent now.</summary>
    public bool MaySendEphemeral() => _ephemerals.TryTake();

    /// <summary>
    /// How long until an ephemeral message may be sent; null if that was said within the last second.
    /// </summary>
    public TimeSpan? SlowDown()
    {
        if (_saidSlowDownAt != 0 && _context.Time.GetElapsedTime(_saidSlowDownAt) < TimeSpan.FromSeconds(1))
            return null;
        _saidSlowDownAt = _context.Time.GetTimestamp();
        return _ephemerals.Wait;
    }

    /// <summary>Passes a join on to the core, or refuses it at once.</summary>
    public async ValueTask JoinAsync(Join join)
    {
        if (_context.Addresses.BlockedFor(Address) is var blocked && blocked > TimeSpan.Zero)
        {
            RefuseJoin(join.Request, Code.AddressBlocked, (long)blocked.TotalMilliseconds);
            return;
        }

        if (!_joins.TryTake())
        {
            RefuseJoin(join.Request, Code.RateLimited, (long)Math.Ceiling(_joins.Wait.TotalMilliseconds));
            return;
        }

        var code = await Channels.JoinAsync(join);
        if (code != Code.None)
        {
            RefuseJoin(
                join.Request, code, code == Code.TooManyChannels ? _context.Settings.ChannelCountMax : 0);
        }
    }

    /// <summary>Reads what a subscription is behind by, until it is live.</summary>
    public void BeginCatchUp(Subscription subscription) => _backfill.Begin(subscription);

    /// <summary>A live subscription missed something: it catches up again. Called under the room's lock.</summary>
    public void FallBack(Subscription subscription)
    {
        subscription.IsLive = false;
        BeginCatchUp(subscription);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _backfill.Dispose();
        _gone.Dispose();
    }

    // Not CancelAsync, which runs on the thread pool: what waits for this token continues elsewhere anyway.
    private void Go() => _gone.Cancel();

    private void RefuseJoin(long request, Code code, long detail) =>
        Queue(Refused.With(RefusedSubject.Join, request, 0, code, detail));
}
