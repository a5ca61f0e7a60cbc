using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>
/// One connection in one room. Until it is live, a task of its own brings it up to date by pages; then the room feeds
/// it.
/// What changes here changes under the room's lock.
/// </summary>
/// <param name="seat">The connection's part in the channel.</param>
/// <param name="room">The room.</param>
/// <param name="joined">What the core said when it let it in.</param>
internal sealed class Subscription(Seat seat, Room room, ChannelJoined joined)
{
    /// <summary>The connection's part in the channel.</summary>
    public Seat Seat { get; } = seat;

    /// <summary>The connection.</summary>
    public ClientSession Session => Seat.Session;

    /// <summary>The room.</summary>
    public Room Room { get; } = room;

    /// <summary>The log that its position is of.</summary>
    public Incarnation Incarnation { get; } = joined.Incarnation;

    /// <summary>Everything wanted up to this seq was queued for the connection.</summary>
    public long Position { get; set; } = seat.Join.After;

    /// <summary>
    /// The newest seq when a core let it in: only of what is above this are its front's rooms told by that core.
    /// </summary>
    public long ToldAbove { get; set; } = joined.Head;

    /// <summary>Whether the room feeds it.</summary>
    public bool IsLive { get; set; }

    /// <summary>Whether it was told so: from then on its client is shown every seq, superseded or not.</summary>
    public bool WasLive { get; set; }

    /// <summary>Whether it left: nothing more is queued for it.</summary>
    public bool HasLeft { get; set; }
}
