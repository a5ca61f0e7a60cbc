namespace Tacit.Server.Front;

/// <summary>How a seat stands with the cores.</summary>
internal enum SeatState
{
    /// <summary>No core was asked, or none of those that were serves the channel.</summary>
    Waiting,

    /// <summary>A core was asked to let it in.</summary>
    Asked,

    /// <summary>A core let it in, and is sent what another left unanswered.</summary>
    Resending,

    /// <summary>A core serves it.</summary>
    Seated,

    /// <summary>It is over.</summary>
    Gone,
}
