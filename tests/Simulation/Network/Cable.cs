using Tacit.Simulation.Checks;
using Tacit.Simulation.World;

namespace Tacit.Simulation.Network;

/// <summary>
/// One direction of a connection: what is sent arrives once and in order, later. Below it packets are lost, repeated
/// and overtake each other; above it that shows only as waiting, or as the connection's end.
/// </summary>
/// <typeparam name="T">What is sent.</typeparam>
/// <param name="world">The world.</param>
/// <param name="weather">How long it takes.</param>
/// <param name="sabotage">What is wrong on purpose.</param>
internal sealed class Cable<T>(SimulatedWorld world, Weather weather, Sabotage sabotage = Sabotage.None)
{
    private const int WrongOneIn = 20;

    private readonly Queue<(T What, TimeSpan Due)> _underWay = new();
    private readonly Queue<T> _arrived = new();
    private TimeSpan _lastDue;
    private TimeSpan _stalledUntil;
    private bool _isCut;

    /// <summary>Called when something arrived.</summary>
    public Action Arrived { get; set; } = () => { };

    /// <summary>Sent, and not taken.</summary>
    public int Count => _underWay.Count + _arrived.Count;

    /// <summary>Sends. Where the cable is cut, into the void.</summary>
    public void Send(T what)
    {
        if (_isCut || (sabotage == Sabotage.LinkLoses && world.Chance.OneIn(WrongOneIn)))
            return;
        var due = world.Now + weather.Latency();
        if (due < _stalledUntil)
            due = _stalledUntil;
        if (due < _lastDue)
            due = _lastDue;
        _lastDue = due;
        _underWay.Enqueue((what, due));
        world.After(due - world.Now, Arrive);
    }

    /// <summary>Takes what arrived first.</summary>
    public bool TryTake(out T what) => _arrived.TryDequeue(out what!);

    /// <summary>Nothing arrives until a time from now; then everything does.</summary>
    public void Stall(TimeSpan wait) => _stalledUntil = world.Now + wait;

    /// <summary>Nothing that is sent from now on arrives, and of what is under way only the first few.</summary>
    public void Cut(Chance chance)
    {
        if (_isCut)
            return;
        _isCut = true;
        var kept = chance.Next(_underWay.Count + 1);
        var survivors = _underWay.Take(kept).ToArray();
        _underWay.Clear();
        foreach (var survivor in survivors)
            _underWay.Enqueue(survivor);
    }

    private void Arrive()
    {
        if (!_underWay.TryPeek(out var next))
            return;
        if (world.Now < _stalledUntil)
        {
            world.After(_stalledUntil - world.Now, Arrive);
            return;
        }

        if (next.Due > world.Now)
            return;
        _arrived.Enqueue(_underWay.Dequeue().What);
        Arrived();
    }
}
