using System.Diagnostics.CodeAnalysis;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>
/// One connection's part in one channel, from JOIN to the end of it, whichever core serves the channel meanwhile. It
/// keeps what another core must be told to take over: the join, and what was appended and not answered. Any thread.
/// </summary>
/// <remarks>
/// Cores know a seat by a number, and it has another with each core that it asks: what comes under an old one means
/// nothing any more, and is dropped by both sides. Between two cores appends gather here, as far as the connection's
/// window goes.
/// </remarks>
/// <param name="session">The connection.</param>
/// <param name="join">What the client sent.</param>
/// <param name="context">What the whole front shares.</param>
internal sealed class Seat(ClientSession session, Join join, SessionContext context)
{
    private const int ResendSizeMax = 1024 * 1024;

    // A length, a type, and four varints.
    private const int AckLengthMax = 2 + 4 * 8;

    private readonly Lock _gate = new();
    private readonly Unanswered _unanswered = new();
    private SeatState _state = SeatState.Waiting;
    private ILink? _core;
    private long _number;
    private long _waitingSince = context.Time.GetTimestamp();

    /// <summary>The connection.</summary>
    public ClientSession Session { get; } = session;

    /// <summary>What the client sent.</summary>
    public Join Join { get; } = join;

    /// <summary>Its place in the room; null until a core let it in.</summary>
    public Subscription? Subscription { get; set; }

    /// <summary>What the core that was asked last knows it by; 0 while there is none.</summary>
    public long Number => Volatile.Read(ref _number);

    /// <summary>Whether it waits for a core to ask.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
                return _state == SeatState.Waiting;
        }
    }

    /// <summary>Whether a core serves it, and was sent everything.</summary>
    public bool IsSeated
    {
        get
        {
            lock (_gate)
                return _state == SeatState.Seated;
        }
    }

    /// <summary>For how long it has had no core, if it waits for one now; else zero.</summary>
    public TimeSpan WaitedFor
    {
        get
        {
            lock (_gate)
            {
                return _state == SeatState.Waiting ? context.Time.GetElapsedTime(_waitingSince) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Chooses the core to ask, if it waits for one.</summary>
    /// <param name="core">Whom.</param>
    /// <param name="takeOver">The token of the owner to take over from; 0 to ask in peace.</param>
    /// <param name="ask">What to send it.</param>
    public bool TryAsk(ILink core, long takeOver, [NotNullWhen(true)] out JoinChannel? ask)
    {
        lock (_gate)
        {
            ask = null;
            if (_state != SeatState.Waiting)
                return false;
            (_state, _core) = (SeatState.Asked, core);
            Volatile.Write(ref _number, context.Seats.Add(this));
            _unanswered.Restart();
            var mayCreate = Subscription is null && context.Addresses.MayCreate(Session.Address, out _);
            ask = new(_number, Join, Session.Challenge, Session.Audience, mayCreate, takeOver);
            return true;
        }
    }

    /// <summary>A core is gone, or serves the channel no more. False if it was not this seat's.</summary>
    /// <param name="core">Which.</param>
    /// <param name="isAsked">Whether to leave it also while its answer is awaited.</param>
    public bool Detach(ILink core, bool isAsked)
    {
        lock (_gate)
        {
            if (_core != core || _state is SeatState.Waiting or SeatState.Gone
                || (_state == SeatState.Asked && !isAsked))
            {
                return false;
            }

            if (_state != SeatState.Asked)
                _waitingSince = context.Time.GetTimestamp();
            Forget(SeatState.Waiting);
            return true;
        }
    }

    /// <summary>A core's answer: not let in, though another may. False if it was not asked under this number.</summary>
    public bool Detach(long number)
    {
        lock (_gate)
        {
            if (_number != number || _state != SeatState.Asked)
                return false;
            Forget(SeatState.Waiting);
            return true;
        }
    }

    /// <summary>A core's answer: let in. False if it was not asked under this number.</summary>
    public bool TryEnter(long number)
    {
        lock (_gate)
        {
            if (_number != number || _state != SeatState.Asked)
                return false;
            _state = _unanswered.AllSent ? SeatState.Seated : SeatState.Resending;
            return true;
        }
    }

    /// <summary>Sends what was appended before and meanwhile, if anything.</summary>
    public async Task ResendAsync()
    {
        while (true)
        {
            List<ReadOnlyMemory<byte>> entries;
            ILink core;
            long number;
            lock (_gate)
            {
                if (_state != SeatState.Resending)
                    return;
                entries = _unanswered.TakeUnsent(ResendSizeMax);
                if (entries.Count == 0)
                {
                    _state = SeatState.Seated;
                    return;
                }

                (core, number) = (_core!, _number);
            }

            await core.SendAsync(new AppendEntries(number, Join.Channel, entries));
        }
    }

    /// <summary>Appends entries that have their place in the window. False if the seat is gone.</summary>
    public async ValueTask<bool> AppendAsync(ReadOnlyMemory<byte>[] entries)
    {
        ILink core;
        long number;
        lock (_gate)
        {
            if (_state == SeatState.Gone)
                return false;
            foreach (var entry in entries)
            {
                EntryHeader.TryRead(entry.Span, out var header, out _);
                _unanswered.Add(header.Counter, entry, isSent: _state == SeatState.Seated);
            }

            if (_state != SeatState.Seated)
                return true;
            (core, number) = (_core!, _number);
        }

        await core.SendAsync(new AppendEntries(number, Join.Channel, entries));
        return true;
    }

    /// <summary>Passes a message on, or drops it where no core serves the channel now.</summary>
    public ValueTask PassAsync(ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            if (_state != SeatState.Seated)
                return ValueTask.CompletedTask;
        }

        return _core!.SendAsync(new PassEphemeral(Number, Join.Channel, message));
    }

    /// <summary>Leaves for good, and tells the core if one was asked.</summary>
    public async ValueTask LeaveAsync()
    {
        var core = End(out var number);
        if (core is not null)
            await core.SendAsync(new LeaveChannel(number, Join.Channel));
    }

    /// <summary>It is over: nothing is answered any more.</summary>
    public void End() => End(out _);

    /// <summary>An entry is durable. False if that was said before, or it is not this seat's.</summary>
    public bool Store(long counter, long seq)
    {
        lock (_gate)
            return _unanswered.Store(counter, seq);
    }

    /// <summary>An entry was refused. False if it was answered before.</summary>
    public bool Refuse(long counter)
    {
        long cost;
        lock (_gate)
        {
            if (!_unanswered.Refuse(counter, out cost))
                return false;
        }

        Session.Answered(1, cost);
        return true;
    }

    /// <summary>
    /// Queues ACK for what is durable and stands at the front, up to a seq. Called under the room's lock.
    /// </summary>
    public void Acknowledge(long handle, long upTo)
    {
        while (true)
        {
            StoredRun run;
            lock (_gate)
            {
                if (!_unanswered.TryTakeStored(upTo, out run))
                    return;
            }

            Session.Queue(Segment.Of(
                new MessageWriter(AckLengthMax).AddAck(handle, run.FirstCounter, run.FirstSeq, run.Count)));
            Session.Answered(run.Count, run.Cost);
        }
    }

    private ILink? End(out long number)
    {
        ILink? core;
        int count;
        long cost;
        lock (_gate)
        {
            (core, number) = (_core, _number);
            (count, cost) = _unanswered.Clear();
            Forget(SeatState.Gone);
        }

        Session.Answered(count, cost);
        return core;
    }

    private void Forget(SeatState state)
    {
        if (_number != 0)
            context.Seats.Remove(_number);
        (_state, _core) = (state, null);
        Volatile.Write(ref _number, 0);
    }
}
