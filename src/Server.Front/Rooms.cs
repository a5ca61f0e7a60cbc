using System.Collections.Concurrent;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>The rooms of a front, each made by its first connection and gone with its last.</summary>
/// <param name="metrics">What rooms count.</param>
internal sealed class Rooms(FrontMetrics metrics)
{
    private readonly ConcurrentDictionary<ChannelId, Room> _byChannel = new();
    private long _lastHandle;

    /// <summary>How many there are.</summary>
    public int Count => _byChannel.Count;

    /// <summary>The room of a channel; null if nobody here has joined it.</summary>
    public Room? Find(ChannelId channel) => _byChannel.GetValueOrDefault(channel);

    /// <summary>Adds a seat to the room of the channel that it joined.</summary>
    public Subscription Enter(Seat seat, ChannelJoined joined)
    {
        while (true)
        {
            var room = _byChannel.GetOrAdd(
                joined.Channel,
                static (channel, made) => new Room(
                    channel, Interlocked.Increment(ref made.Rooms._lastHandle), made.Head, made.Rooms._metrics),
                (Rooms: this, joined.Head));
            var subscription = new Subscription(seat, room, joined);
            if (room.TryAdd(subscription))
                return subscription;
            _byChannel.TryRemove(new(joined.Channel, room));
        }
    }

    /// <summary>Takes a subscription out of its room.</summary>
    public void Leave(Subscription subscription)
    {
        if (subscription.Room.Remove(subscription))
            _byChannel.TryRemove(new(subscription.Room.Channel, subscription.Room));
    }

    private readonly FrontMetrics _metrics = metrics;
}
