using Tacit.Wire;
using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>
/// The connections of this front that have joined one channel. It is fed in order of seq and feeds them in that
/// order, each
/// from its own position on, so that nobody sees a gap or an entry twice. Any thread; nothing here waits.
/// </summary>
/// <param name="channel">The channel.</param>
/// <param name="handle">Stands for the channel on all connections of this front.</param>
/// <param name="head">The newest seq when the first connection joined.</param>
/// <param name="metrics">What to count.</param>
internal sealed class Room(ChannelId channel, long handle, long head, FrontMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];
    private long _position = head;
    private bool _isClosed;

    /// <summary>The channel.</summary>
    public ChannelId Channel { get; } = channel;

    /// <summary>Stands for the channel on all connections of this front.</summary>
    public long Handle { get; } = handle;

    /// <summary>
    /// Adds a subscription that is not live yet. False if the room was closed meanwhile: there is a newer one.
    /// </summary>
    public bool TryAdd(Subscription subscription)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            _subscriptions.Add(subscription);
            return true;
        }
    }

    /// <summary>Takes a subscription out. True if the room is now empty and closed for good.</summary>
    public bool Remove(Subscription subscription)
    {
        lock (_gate)
        {
            subscription.HasLeft = true;
            _subscriptions.Remove(subscription);
            _isClosed = _subscriptions.Count == 0;
            return _isClosed;
        }
    }

    /// <summary>Queues a page for a subscription that is catching up, and makes it live if it has caught up.</summary>
    /// <param name="subscription">Whose.</param>
    /// <param name="page">The frames; null for an empty page.</param>
    /// <param name="upTo">Up to this seq nothing is missing.</param>
    /// <returns>Whether it is live, or left.</returns>
    public bool Advance(Subscription subscription, Segment? page, long upTo)
    {
        lock (_gate)
        {
            if (subscription.HasLeft)
                return true;
            if (page is { } segment)
                subscription.Session.Queue(segment);
            subscription.Position = Math.Max(subscription.Position, upTo);
            subscription.Seat.Acknowledge(Handle, subscription.Position);
            if (subscription.Position < Math.Max(_position, subscription.ToldAbove))
                return false;
            subscription.IsLive = true;
            if (subscription.WasLive)
                return true;
            subscription.WasLive = true;
            subscription.Session.Queue(new Live(Handle, subscription.Position));
            return true;
        }
    }

    /// <summary>
    /// Another core serves a subscription, and tells of what is above a seq: what lies between is read.
    /// </summary>
    /// <returns>False if the log has less than the connection was shown.</returns>
    public bool Resume(Subscription subscription, long head)
    {
        lock (_gate)
        {
            if (subscription.HasLeft)
                return true;
            subscription.ToldAbove = head;
            if (subscription.IsLive && subscription.Position < head)
                subscription.Session.FallBack(subscription);
            return subscription.Position <= head;
        }
    }

    /// <summary>An entry of a subscription is in the log; it may have been for long.</summary>
    public void Store(Subscription subscription, long counter, long seq)
    {
        lock (_gate)
        {
            if (!subscription.Seat.Store(counter, seq))
                return;
            subscription.Seat.Acknowledge(Handle, subscription.Position);
            if (subscription.IsLive && subscription.Position < seq)
                subscription.Session.FallBack(subscription);
        }
    }

    /// <summary>Feeds what was committed: ACK to those who appended, ENTRY to the others.</summary>
    public void Deliver(EntriesCommitted committed)
    {
        lock (_gate)
        {
            _position = Math.Max(_position, committed.FirstSeq + committed.Entries.Count - 1);
            EntryFrames? frames = null;
            foreach (var subscription in _subscriptions)
            {
                // What lies between was committed while this front was not told: each reads it from the storage.
                if (subscription.IsLive && committed.FirstSeq > subscription.Position + 1)
                    subscription.Session.FallBack(subscription);
                Deliver(subscription, committed, ref frames);
            }
        }
    }

    /// <summary>Queues a message for all who are live, but its sender. Those who are behind go without.</summary>
    public void Pass(PassEphemeral ephemeral)
    {
        var segment = Segment.Of(new MessageWriter().Add(new Ephemeral(Handle, ephemeral.Message)));
        lock (_gate)
        {
            foreach (var subscription in _subscriptions)
            {
                if (subscription.IsLive && subscription.Seat.Number != ephemeral.Session)
                    subscription.Session.QueueIfRoom(segment);
            }
        }
    }

    private void Deliver(Subscription subscription, EntriesCommitted committed, ref EntryFrames? frames)
    {
        var entries = committed.Entries;
        var isOwn = TryStore(subscription, committed, 0);
        for (var at = 0; at < entries.Count;)
        {
            var (end, isNextOwn) = (at + 1, false);
            while (end < entries.Count && (isNextOwn = TryStore(subscription, committed, end)) == isOwn)
                end++;
            if (subscription.IsLive && !isOwn)
                Feed(subscription, committed, at, end, frames ??= EntryFrames.Encode(Handle, committed));
            if (subscription.IsLive)
                subscription.Position = Math.Max(subscription.Position, committed.FirstSeq + end - 1);

            // For who is behind, ACK waits until all before it was queued: it stands in the place of ENTRY.
            if (isOwn)
                subscription.Seat.Acknowledge(Handle, subscription.Position);
            (at, isOwn) = (end, isNextOwn);
        }
    }

    // What came under the number of an earlier core is as that of another: its author is shown it, and told later.
    private static bool TryStore(Subscription subscription, EntriesCommitted committed, int at)
    {
        var entry = committed.Entries[at];
        return entry.Session != 0 && entry.Session == subscription.Seat.Number
            && subscription.Seat.Store(entry.Counter, committed.FirstSeq + at);
    }

    private void Feed(Subscription subscription, EntriesCommitted committed, int from, int to, EntryFrames frames)
    {
        var skipped = (int)Math.Clamp(subscription.Position + 1 - committed.FirstSeq, from, to);
        if (skipped == to)
            return;
        subscription.Session.Queue(frames.Slice(skipped, to));
        metrics.Delivered.Add(to - skipped);
    }
}
