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
    // A length, a type, and four varints.
    private const int AckLengthMax = 2 + 4 * 8;

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
            if (subscription.Position < _position)
                return false;
            subscription.IsLive = true;
            subscription.Session.Queue(new Live(Handle, subscription.Position));
            return true;
        }
    }

    /// <summary>Feeds what was committed: ACK to those who appended, ENTRY to the others.</summary>
    public void Deliver(EntriesCommitted committed)
    {
        lock (_gate)
        {
            var last = committed.FirstSeq + committed.Entries.Count - 1;
            var hasGap = committed.FirstSeq > _position + 1;
            _position = Math.Max(_position, last);
            EntryFrames? frames = null;
            foreach (var subscription in _subscriptions)
            {
                // What lies between was committed while this front was not told: each reads it from the storage.
                if (hasGap && subscription.IsLive)
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
                if (subscription.IsLive && subscription.Session.Number != ephemeral.Session)
                    subscription.Session.QueueIfRoom(segment);
            }
        }
    }

    private void Deliver(Subscription subscription, EntriesCommitted committed, ref EntryFrames? frames)
    {
        var entries = committed.Entries;
        var at = 0;
        while (at < entries.Count)
        {
            var isOwn = entries[at].Session == subscription.Session.Number;
            var end = at + 1;
            while (end < entries.Count && (entries[end].Session == subscription.Session.Number) == isOwn)
                end++;
            if (isOwn)
                Acknowledge(subscription, committed, at, end);
            else if (subscription.IsLive)
                Feed(subscription, committed, at, end, frames ??= EntryFrames.Encode(Handle, committed));
            at = end;
        }

        if (subscription.IsLive)
            subscription.Position = Math.Max(subscription.Position, committed.FirstSeq + entries.Count - 1);
    }

    private void Acknowledge(Subscription subscription, EntriesCommitted committed, int from, int to)
    {
        var first = committed.Entries[from];
        subscription.Session.Queue(Segment.Of(
            new MessageWriter(AckLengthMax).AddAck(Handle, first.Counter, committed.FirstSeq + from, to - from)));
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
