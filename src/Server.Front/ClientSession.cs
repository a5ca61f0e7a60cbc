using System.Collections.Concurrent;
using System.Net;
using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>
/// One client's connection. One task reads and handles its frames in order; any thread may queue for it, and that never
/// waits.
/// </summary>
internal sealed class ClientSession : IDisposable
{
    private const int PageSize = 256 * 1024;

    private readonly SessionContext _context;
    private readonly Outbox _outbox;
    private readonly ByteBudget _window;
    private readonly TokenBucket _joins;
    private readonly TokenBucket _ephemerals;
    private readonly ConcurrentDictionary<ChannelId, Join> _joinsByChannel = new();
    private readonly ConcurrentDictionary<long, Subscription> _byHandle = new();
    private readonly SemaphoreSlim _catchUps = new(1);
    private readonly CancellationTokenSource _gone = new();
    private readonly MessageTransport _transport;
    private long _saidSlowDownAt;
    private int _unansweredCount;
    private long _unansweredCost;
    private volatile bool _hasLostCore;
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
    }

    /// <summary>The front's number of the session.</summary>
    public long Number { get; }

    /// <summary>Where the client is.</summary>
    public IPAddress Address { get; }

    /// <summary>The host that it called.</summary>
    public string Audience { get; }

    /// <summary>What its proofs sign.</summary>
    public byte[] Challenge { get; }

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
            foreach (var handle in _byHandle.Keys)
                await LeaveAsync(handle);
            if (_isEnding == 0)
                _outbox.Abandon();
            await _transport.Sent;
            _context.Sessions.TryRemove(Number, out _);
            if (_hasLostCore)
                FreeUnanswered();
        }
    }

    /// <summary>Ends what has been silent too long, and what was told to go and did not. Called now and then.</summary>
    public void Sweep()
    {
        var settings = _context.Settings;
        if (_transport.IsSilentFor(HasSaidHello ? settings.IdleMax : settings.HelloWait))
            End(Code.IdleTimeout);
        if (_transport.EndedFor > settings.CloseWait)
            _transport.Abort();
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

    /// <summary>An entry of the session was answered: its place in the window is free.</summary>
    /// <param name="cost">What <see cref="Window.CostOf"/> said.</param>
    public void Answered(long cost)
    {
        Interlocked.Decrement(ref _unansweredCount);
        Interlocked.Add(ref _unansweredCost, -cost);
        _window.Give(cost);
    }

    /// <summary>The core is gone: nothing that waits for it is answered any more. The client connects again.</summary>
    public void LoseCore()
    {
        _hasLostCore = true;
        End(Code.StoreUnavailable, (long)_context.Settings.CloseWait.TotalMilliseconds);
        FreeUnanswered();
    }

    /// <summary>Takes a place in the window for an entry, if that needs no wait.</summary>
    public bool TryTakeWindow(int sizeBytes)
    {
        // Nothing is answered any more, so nothing would be given back.
        if (_hasLostCore)
            return true;
        var cost = Window.CostOf(sizeBytes);
        if (!_window.TryTake(cost))
            return false;
        if (!_context.Windows.TryTake(cost))
        {
            _window.Give(cost);
            return false;
        }

        CountUnanswered(cost);
        return true;
    }

    /// <summary>Takes a place in the window for an entry as soon as there is one.</summary>
    public async Task TakeWindowAsync(int sizeBytes)
    {
        var cost = Window.CostOf(sizeBytes);
        await _window.TakeAsync(cost);
        await _context.Windows.TakeAsync(cost);
        CountUnanswered(cost);
    }

    /// <summary>Finds what a handle stands for; null if nothing.</summary>
    public Subscription? Find(long handle) => _byHandle.GetValueOrDefault(handle);

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

        if (_joinsByChannel.Count >= _context.Settings.ChannelCountMax)
        {
            RefuseJoin(join.Request, Code.TooManyChannels, _context.Settings.ChannelCountMax);
            return;
        }

        if (!_joinsByChannel.TryAdd(join.Channel, join))
        {
            RefuseJoin(join.Request, Code.AlreadyJoined, 0);
            return;
        }

        var mayCreate = _context.Addresses.MayCreate(Address, out _);
        await _context.Core.SendAsync(new JoinChannel(Number, join, Challenge, Audience, mayCreate));
    }

    /// <summary>Takes the core's answer to a join.</summary>
    public void Joined(ChannelJoined joined)
    {
        if (!_joinsByChannel.TryGetValue(joined.Channel, out var join))
            return;
        if (joined.Created)
            _context.Addresses.Created(Address);
        if (joined.Code != Code.None)
        {
            _joinsByChannel.TryRemove(joined.Channel, out _);
            RefuseJoin(joined);
            return;
        }

        var isForeign = join.Incarnation != joined.Incarnation && join.After > 0;
        if (join.Clock is null && (isForeign || join.After > joined.Head))
        {
            _joinsByChannel.TryRemove(joined.Channel, out _);
            RefuseJoin(joined.Request, Code.CursorInvalid, joined.Head);
            _ = _context.Core.SendAsync(new LeaveChannel(Number, joined.Channel)).AsTask();
            return;
        }

        var subscription = _context.Rooms.Enter(this, joined, new CatchUp(join.After, join.Clock, join.History));
        Queue(new Joined
        {
            Request = joined.Request,
            Handle = subscription.Room.Handle,
            Role = joined.Role,
            Descriptor = joined.Descriptor,
            Incarnation = joined.Incarnation,
            Head = joined.Head,
            Epoch = joined.Epoch,
            LastCounter = joined.LastCounter,
            SizeBytes = joined.SizeBytes,
            SizeMaxBytes = joined.SizeMaxBytes,
        });
        _byHandle[subscription.Room.Handle] = subscription;
        BeginCatchUp(subscription);
        if (_gone.IsCancellationRequested)
            _ = LeaveAsync(subscription.Room.Handle).AsTask();
    }

    /// <summary>A live subscription missed something: it catches up again. Called under the room's lock.</summary>
    public void FallBack(Subscription subscription)
    {
        subscription.IsLive = false;
        BeginCatchUp(subscription);
    }

    /// <summary>Leaves a channel; false if the handle stands for none.</summary>
    public async ValueTask<bool> LeaveAsync(long handle)
    {
        if (!_byHandle.TryRemove(handle, out var subscription))
            return false;
        _joinsByChannel.TryRemove(subscription.Room.Channel, out _);
        _context.Rooms.Leave(subscription);
        await _context.Core.SendAsync(new LeaveChannel(Number, subscription.Room.Channel));
        return true;
    }

    /// <summary>The core ended the session's part in a channel.</summary>
    public void Ended(ChannelId channel, Code code)
    {
        if (_context.Rooms.Find(channel) is not { } room || !_byHandle.TryRemove(room.Handle, out var subscription))
            return;
        _joinsByChannel.TryRemove(channel, out _);
        _context.Rooms.Leave(subscription);
        Queue(new Ended(room.Handle, code, Codes.Of(code).Sentence));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _gone.Dispose();
    }

    // Not CancelAsync, which runs on the thread pool: what waits for this token continues elsewhere anyway.
    private void Go() => _gone.Cancel();

    private void CountUnanswered(long cost)
    {
        Interlocked.Increment(ref _unansweredCount);
        Interlocked.Add(ref _unansweredCost, cost);
    }

    private void FreeUnanswered()
    {
        var cost = Interlocked.Exchange(ref _unansweredCost, 0);
        Interlocked.Exchange(ref _unansweredCount, 0);
        _window.Give(cost);
        _context.Windows.Give(cost);
    }

    private void RefuseJoin(long request, Code code, long detail) =>
        Queue(Refused.With(RefusedSubject.Join, request, 0, code, detail));

    private void RefuseJoin(ChannelJoined joined)
    {
        var detail = joined.Detail;
        if (joined.Code is Code.ProofFailed or Code.GrantInvalid)
            _context.Addresses.FailedProof(Address);
        else if (joined.Code == Code.RateLimited && !_context.Addresses.MayCreate(Address, out var wait))
            detail = (long)Math.Ceiling(wait.TotalMilliseconds);
        RefuseJoin(joined.Request, joined.Code, detail);
    }

    private void BeginCatchUp(Subscription subscription) =>
        _ = _context.Surroundings.Start(() => CatchUpAsync(subscription));

    // One page at a time for each connection, and only while its outbox has room: that is all a join costs in memory.
    private async Task CatchUpAsync(Subscription subscription)
    {
        try
        {
            await _catchUps.WaitAsync();
            try
            {
                _gone.Token.ThrowIfCancellationRequested();
                var isDone = false;
                while (!isDone)
                {
                    await _outbox.WaitForRoomAsync(_gone.Token);
                    isDone = await ReadPageAsync(subscription);
                }
            }
            finally
            {
                _catchUps.Release();
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
        }
        catch (ObjectDisposedException) when (_gone.IsCancellationRequested)
        {
        }
    }

    private async ValueTask<bool> ReadPageAsync(Subscription subscription)
    {
        var wanted = subscription.CatchUp;
        var page = await _context.Reads.AskAsync(
            _context.Core,
            request => new ReadEntries(
                request, subscription.Room.Channel, subscription.Position, wanted.Clock, wanted.History, PageSize),
            _gone.Token);
        if (page.Code != Code.None)
        {
            // The client joins again when the store answers again: its cursor has not moved.
            End(page.Code, (long)_context.Settings.CloseWait.TotalMilliseconds);
            return true;
        }

        Segment? frames = page.Entries.Count == 0 ? null : EntryFrames.Encode(subscription.Room.Handle, page.Entries);
        return subscription.Room.Advance(subscription, frames, page.UpTo);
    }
}
