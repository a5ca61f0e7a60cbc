using System.Collections.Concurrent;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>The channels of one connection: what it asked to join, and what it was let into. Any thread.</summary>
/// <param name="session">The connection.</param>
/// <param name="context">What all sessions of the front share.</param>
internal sealed class JoinedChannels(ClientSession session, SessionContext context)
{
    // Small at first: nearly all connections join one or two.
    private readonly ConcurrentDictionary<ChannelId, Seat> _seats = new(concurrencyLevel: 1, capacity: 1);
    private readonly ConcurrentDictionary<long, Subscription> _byHandle = new(concurrencyLevel: 1, capacity: 1);

    /// <summary>Finds what a handle stands for; null if nothing.</summary>
    public Subscription? Find(long handle) => _byHandle.GetValueOrDefault(handle);

    /// <summary>Passes a join on to a core.</summary>
    /// <returns><see cref="Code.None"/>, or why not.</returns>
    public async ValueTask<Code> JoinAsync(Join join)
    {
        if (_seats.Count >= context.Settings.ChannelCountMax)
            return Code.TooManyChannels;
        var seat = new Seat(session, join, context);
        if (!_seats.TryAdd(join.Channel, seat))
            return Code.AlreadyJoined;
        context.Routes.Of(join.Channel).Add(seat);
        await context.Routes.AskAsync(seat);
        return Code.None;
    }

    /// <summary>Takes a core's answer to a join: the client's, or that of a seat that moved.</summary>
    public void Answer(Seat seat, ChannelJoined joined, ILink core)
    {
        if (joined.Code != Code.None)
        {
            Refuse(seat, joined, core);
            return;
        }

        if (!seat.TryEnter(joined.Session))
            return;
        context.Routes.Serves(core, seat);
        if (seat.Subscription is { } subscription)
            Resume(subscription, joined);
        else
            Enter(seat, joined);
        if (!seat.IsSeated)
            _ = context.Surroundings.Start(seat.ResendAsync);
    }

    /// <summary>Leaves a channel; false if the handle stands for none.</summary>
    public async ValueTask<bool> LeaveAsync(long handle)
    {
        if (!_byHandle.TryRemove(handle, out var subscription))
            return false;
        Forget(subscription.Seat);
        context.Rooms.Leave(subscription);
        await subscription.Seat.LeaveAsync();
        return true;
    }

    /// <summary>A core ended the connection's part in a channel.</summary>
    public void End(Seat seat, Code code)
    {
        if (seat.Subscription is not { } subscription || !_byHandle.TryRemove(subscription.Room.Handle, out _))
            return;
        Forget(seat);
        context.Rooms.Leave(subscription);
        seat.End();
        session.Queue(new Ended(subscription.Room.Handle, code, Codes.Of(code).Sentence));
    }

    /// <summary>Leaves everything: the connection ended.</summary>
    public async ValueTask LeaveAllAsync()
    {
        foreach (var handle in _byHandle.Keys)
            await LeaveAsync(handle);
        foreach (var seat in _seats.Values)
        {
            Forget(seat);
            await seat.LeaveAsync();
        }
    }

    /// <summary>Gives up what waited too long for a core.</summary>
    public void Sweep()
    {
        foreach (var seat in _seats.Values)
        {
            var waited = seat.WaitedFor;
            if (seat.Subscription is null && waited > context.Settings.JoinWait)
            {
                Forget(seat);
                seat.End();
                RefuseJoin(seat, Code.StoreUnavailable, Milliseconds(context.Settings.CloseWait));
            }
            else if (waited > context.Settings.MoveWait)
            {
                // Another front may reach what this one does not.
                session.End(Code.StoreUnavailable, Milliseconds(context.Settings.CloseWait));
            }
        }
    }

    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    private void Enter(Seat seat, ChannelJoined joined)
    {
        var join = seat.Join;
        if (joined.Created)
            context.Addresses.Created(session.Address);
        var isForeign = join.Incarnation != joined.Incarnation && join.After > 0;
        if (join.Clock is null && (isForeign || join.After > joined.Head))
        {
            Forget(seat);
            _ = seat.LeaveAsync().AsTask();
            RefuseJoin(seat, Code.CursorInvalid, joined.Head);
            return;
        }

        // The client may use the handle as soon as it reads of it, before this thread has its next turn.
        var subscription = context.Rooms.Enter(seat, joined);
        seat.Subscription = subscription;
        _byHandle[subscription.Room.Handle] = subscription;
        session.Queue(new Joined
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
        session.BeginCatchUp(subscription);
        if (session.IsGone)
            _ = LeaveAsync(subscription.Room.Handle).AsTask();
    }

    private void Resume(Subscription subscription, ChannelJoined joined)
    {
        // The client joins again and finds out: what it was shown is not in this log.
        if (joined.Incarnation != subscription.Incarnation || !subscription.Room.Resume(subscription, joined.Head))
            session.End(Code.StoreUnavailable, Milliseconds(context.Settings.CloseWait));
    }

    private void Refuse(Seat seat, ChannelJoined joined, ILink core)
    {
        var isFirst = seat.Subscription is null;
        var isPassing = joined.Code == Code.StoreUnavailable
            || (!isFirst && joined.Code is Code.StoreFull or Code.Internal or Code.RateLimited);
        if (isPassing)
        {
            context.Routes.Failed(core, seat, joined.Session);
            return;
        }

        if (!isFirst)
        {
            End(seat, joined.Code);
            return;
        }

        Forget(seat);
        seat.End();
        var detail = joined.Detail;
        if (joined.Code is Code.ProofFailed or Code.GrantInvalid)
            context.Addresses.FailedProof(session.Address);
        else if (joined.Code == Code.RateLimited && !context.Addresses.MayCreate(session.Address, out var wait))
            detail = Milliseconds(wait);
        RefuseJoin(seat, joined.Code, detail);
    }

    private void Forget(Seat seat)
    {
        _seats.TryRemove(new(seat.Join.Channel, seat));
        context.Routes.Of(seat.Join.Channel).Remove(seat);
    }

    private void RefuseJoin(Seat seat, Code code, long detail) =>
        session.Queue(Refused.With(RefusedSubject.Join, seat.Join.Request, 0, code, detail));
}
