using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>Holds client connections, and nothing that cannot be lost. What the core tells, it fans out.</summary>
public sealed partial class FrontRole : IRole, IAsyncDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DrainWaitMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DrainWaitMax = TimeSpan.FromSeconds(2);

    private readonly SessionContext _context;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _sweeping;
    private long _lastSession;

    /// <summary>Makes a front.</summary>
    /// <param name="settings">The limits.</param>
    /// <param name="surroundings">Time, randomness and threads.</param>
    /// <param name="meter">Where to count.</param>
    /// <param name="logger">Told of connections by number and address; never of content.</param>
    public FrontRole(FrontSettings settings, Surroundings surroundings, Meter meter, ILogger logger)
    {
        Rooms? rooms = null;
        var sessions = new ConcurrentDictionary<long, ClientSession>();
        var windows = new ByteBudget(settings.WindowsSizeMax);
        var metrics = new FrontMetrics(
            meter, () => sessions.Count, () => rooms?.Count ?? 0,
            () => (sessions.Values.Sum(session => session.QueuedBytes), windows.Used));
        rooms = new Rooms(metrics);
        _logger = logger;
        _context = new SessionContext
        {
            Settings = settings,
            Surroundings = surroundings,
            Flusher = new Flusher(surroundings),
            Metrics = metrics,
            Rooms = rooms,
            Addresses = new AddressLimits(settings, surroundings.Time),
            Windows = windows,
            Routes = new Routes(surroundings, _ended.Token),
            Reads = new Requests<EntriesRead>(new EntriesRead(0, Code.StoreUnavailable, [], 0, 0)),
            Sessions = sessions,
        };
        Blobs = new BlobTraffic(_context);
        _sweeping = SweepNowAndThenAsync();
    }

    /// <summary>The limits.</summary>
    public FrontSettings Settings => _context.Settings;

    /// <summary>Requests about blobs.</summary>
    internal BlobTraffic Blobs { get; }

    /// <summary>Whether the front takes no more connections.</summary>
    public bool IsDraining => _context.IsDraining;

    /// <summary>Whether a core is there: what <c>/readyz</c> asks.</summary>
    public bool HasCore => _context.Routes.HasCore;

    /// <summary>Asks the storage something small through the core: what <c>/readyz</c> asks.</summary>
    /// <returns><see cref="Code.StoreUnavailable"/> where the way is cut.</returns>
    public async Task<Code> AskThroughAsync(CancellationToken cancellationToken)
    {
        if (_context.Routes.CoreOf(default) is not { } core)
            return Code.StoreUnavailable;
        var answer = await _context.Reads.AskAsync(
            core, request => new ReadEntries(request, default, 0, null, false, 1), cancellationToken);
        return answer.Code;
    }

    /// <summary>Whether a client of this address may connect now.</summary>
    /// <param name="address">Where the client is.</param>
    /// <param name="retryAfter">How long to wait, if not.</param>
    /// <returns><see cref="Code.None"/>, or why not.</returns>
    public Code MayConnect(IPAddress address, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.FromSeconds(1);
        if (IsDraining)
            return Code.Draining;
        if (!HasCore)
            return Code.StoreUnavailable;
        if (_context.Addresses.BlockedFor(address) is var blocked && blocked > TimeSpan.Zero)
        {
            retryAfter = blocked;
            return Code.AddressBlocked;
        }

        return _context.Sessions.Count >= Settings.ConnectionCountMax ? Code.TooManyConnections : Code.None;
    }

    /// <summary>Counts a connection that was refused before it began.</summary>
    public void CountRefused(Code code) =>
        _context.Metrics.Refused.Add(1, new KeyValuePair<string, object?>("code", Codes.Of(code).Name));

    /// <summary>Counts a request about blobs by how it ended.</summary>
    public void CountBlobRequest(Code code) => _context.Metrics.BlobRequests.Add(
        1, new KeyValuePair<string, object?>("code", code == Code.None ? "none" : Codes.Of(code).Name));

    /// <summary>Counts a connection of an address; false if it has as many as it may.</summary>
    public bool TryEnter(IPAddress address) => _context.Addresses.TryEnter(address);

    /// <summary>A connection counted by <see cref="TryEnter"/> ended.</summary>
    public void Leave(IPAddress address) => _context.Addresses.Leave(address);

    /// <summary>Serves an accepted connection until it ends.</summary>
    /// <param name="pipe">Its bytes, from the end of the upgrade on; the caller closes it.</param>
    /// <param name="abort">Cuts it, whatever it is doing.</param>
    /// <param name="address">Where the client is.</param>
    /// <param name="audience">The host that it called, in lower case.</param>
    public async Task ServeAsync(IDuplexPipe pipe, Action abort, IPAddress address, string audience)
    {
        var challenge = new byte[Protocol.ChallengeLength];
        _context.Surroundings.Random.GetBytes(challenge);
        var number = Interlocked.Increment(ref _lastSession);
        var transport = new MessageTransport(pipe, abort, _context);
        using var session = new ClientSession(number, transport, address, audience, challenge, _context);
        _context.Sessions[number] = session;
        LogOpened(number, address);
        try
        {
            if (IsDraining)
                session.End(Code.Draining, DrainWait());
            await session.RunAsync();
        }
        finally
        {
            LogClosed(number);
        }
    }

    /// <summary>
    /// Takes no more connections, waits until what was accepted is answered, and sends everybody away.
    /// </summary>
    /// <param name="giveUp">Stops waiting.</param>
    public async Task DrainAsync(CancellationToken giveUp)
    {
        _context.IsDraining = true;
        try
        {
            while (_context.Sessions.Values.Any(session => !session.IsAnswered))
                await Task.Delay(DrainStep, _context.Time, giveUp);
            foreach (var session in _context.Sessions.Values)
                session.End(Code.Draining, DrainWait());
            while (!_context.Sessions.IsEmpty)
                await Task.Delay(DrainStep, _context.Time, giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
        }
    }

    /// <inheritdoc />
    public void Opened(ILink peer) => _context.Routes.Opened(peer);

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
        _context.Reads.Closed(peer);
        Blobs.Closed(peer);
        _context.Routes.Closed(peer);
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        switch (message)
        {
            case EntriesCommitted committed:
                _context.Rooms.Find(committed.Channel)?.Deliver(committed);
                break;
            case PassEphemeral ephemeral:
                _context.Rooms.Find(ephemeral.Channel)?.Pass(ephemeral);
                break;
            case EntryAnswered answered:
                Answer(answered);
                break;
            case BlobRequestAdmitted admitted:
                Blobs.Answer(admitted);
                break;
            case BlobAnswered answered:
                Blobs.Answer(answered);
                break;
            case EntriesRead page:
                _context.Reads.Answer(page.Request, page);
                break;
            case ChannelJoined joined:
                Join(joined, reply);
                break;
            case NotOwner answer:
                if (_context.Seats.Find(answer.Session) is { } asked)
                    _context.Routes.Refused(reply, asked, answer);
                break;
            case ShardLost lost:
                _context.Routes.Lost(reply, lost);
                break;
            case CoreLeaving:
                _context.Routes.Leaves(reply);
                break;
            case SessionEnded ended:
                if (_context.Seats.Find(ended.Session) is { } seat)
                    seat.Session.Channels.End(seat, ended.Code);
                break;
            case EphemeralRefused refused:
                Refuse(refused);
                break;
            default:
                throw new ArgumentException($"A front takes no {message.GetType().Name}.", nameof(message));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        End();
        await _sweeping;
        _ended.Dispose();
    }

    // Spread, so that not all clients come back at once.
    private long DrainWait() => (long)_context.Surroundings.Between(DrainWaitMin, DrainWaitMax).TotalMilliseconds;

    // Not CancelAsync, which runs on the thread pool: what waits for this token continues elsewhere anyway.
    private void End() => _ended.Cancel();

    // Who left while it was asked for is let go again.
    private void Join(ChannelJoined joined, ILink core)
    {
        if (_context.Seats.Find(joined.Session) is { } seat)
            seat.Session.Channels.Answer(seat, joined, core);
        else if (joined.Code == Code.None)
            _ = core.SendAsync(new LeaveChannel(joined.Session, joined.Channel)).AsTask();
    }

    private void Answer(EntryAnswered answered)
    {
        if (_context.Seats.Find(answered.Session) is not { Subscription: { } subscription } seat)
            return;
        var room = subscription.Room;
        if (answered.Code == Code.None)
        {
            room.Store(subscription, answered.Counter, answered.Seq);
        }
        else if (seat.Refuse(answered.Counter))
        {
            seat.Session.Queue(Refused.With(
                RefusedSubject.Append, room.Handle, answered.Counter, answered.Code, answered.Detail));
        }
    }

    private void Refuse(EphemeralRefused refused)
    {
        if (_context.Seats.Find(refused.Session) is { Subscription: { } subscription } seat)
            seat.Session.Queue(Refused.With(RefusedSubject.Channel, subscription.Room.Handle, 0, refused.Code, 0));
    }

    private async Task SweepNowAndThenAsync()
    {
        using var timer = new PeriodicTimer(SweepInterval, _context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                foreach (var session in _context.Sessions.Values)
                    session.Sweep();
                _context.Addresses.Prune();
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "connection {Session} from {Address} opened")]
    private partial void LogOpened(long session, IPAddress address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "connection {Session} closed")]
    private partial void LogClosed(long session);
}
