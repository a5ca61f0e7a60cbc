namespace Tacit.Server.Front;

/// <summary>
/// One connection in one room. Until it is live, a task of its own brings it up to date by pages; then the room feeds
/// it.
/// What changes here changes under the room's lock.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="room">The room.</param>
/// <param name="catchUp">Where it starts from and what it wants.</param>
internal sealed class Subscription(ClientSession session, Room room, CatchUp catchUp)
{
    /// <summary>The connection.</summary>
    public ClientSession Session { get; } = session;

    /// <summary>The room.</summary>
    public Room Room { get; } = room;

    /// <summary>What it asked for when it joined.</summary>
    public CatchUp CatchUp { get; } = catchUp;

    /// <summary>Everything wanted up to this seq was queued for the connection.</summary>
    public long Position { get; set; } = catchUp.After;

    /// <summary>Whether the room feeds it.</summary>
    public bool IsLive { get; set; }

    /// <summary>Whether it left: nothing more is queued for it.</summary>
    public bool HasLeft { get; set; }
}
