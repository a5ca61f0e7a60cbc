using System.Collections.Concurrent;
using Tacit.Link;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>What all sessions of a front share.</summary>
internal sealed class SessionContext
{
    private volatile bool _isDraining;

    /// <summary>Whether the front is about to end: what clients still send is not taken.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    /// <summary>The limits.</summary>
    public required FrontSettings Settings { get; init; }

    /// <summary>Time, randomness and threads.</summary>
    public required Surroundings Surroundings { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => Surroundings.Time;

    /// <summary>The ways to the cores.</summary>
    public required Routes Routes { get; init; }

    /// <summary>The seats that cores know.</summary>
    public Seats Seats { get; } = new();

    /// <summary>What to count.</summary>
    public required FrontMetrics Metrics { get; init; }

    /// <summary>Sends what sessions queue.</summary>
    public required Flusher Flusher { get; init; }

    /// <summary>The rooms.</summary>
    public required Rooms Rooms { get; init; }

    /// <summary>The limits of addresses.</summary>
    public required AddressLimits Addresses { get; init; }

    /// <summary>Entries of all connections that wait for their answer.</summary>
    public required ByteBudget Windows { get; init; }

    /// <summary>Pages that were asked for.</summary>
    public required Requests<EntriesRead> Reads { get; init; }

    /// <summary>All sessions by number.</summary>
    public required ConcurrentDictionary<long, ClientSession> Sessions { get; init; }
}
