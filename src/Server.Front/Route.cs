using Tacit.Link;
using Tacit.Wire;

namespace Tacit.Server.Front;

/// <summary>
/// Which core serves one shard, as far as this front knows, and the seats in it. Rendezvous hashing says whom to ask;
/// what cores tell of a newer owner overrides it. Any thread.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="time">Tells how long ago a core could not serve.</param>
internal sealed class Route(Shard shard, TimeProvider time)
{
    // A core that could not serve is not asked again meanwhile, if there is another.
    private static readonly TimeSpan AvoidTime = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly HashSet<Seat> _seats = [];
    private readonly Dictionary<ILink, long> _avoided = [];
    private NodeId? _owner;
    private long _token;
    private int _failureCount;
    private bool _isRetrying;

    /// <summary>The shard.</summary>
    public Shard Shard { get; } = shard;

    /// <summary>The core that last let a seat in; null if none did.</summary>
    public ILink? Serving { get; private set; }

    /// <summary>The seats, as they are now.</summary>
    public Seat[] Seats
    {
        get
        {
            lock (_gate)
                return [.. _seats];
        }
    }

    /// <summary>A seat begins.</summary>
    public void Add(Seat seat)
    {
        lock (_gate)
            _seats.Add(seat);
    }

    /// <summary>A seat is over.</summary>
    public void Remove(Seat seat)
    {
        lock (_gate)
            _seats.Remove(seat);
    }

    /// <summary>Whom to ask, and from which token's owner it may take over.</summary>
    /// <param name="cores">Those that may be asked.</param>
    /// <returns>Null if none of them can serve now.</returns>
    public (ILink Core, long TakeOver)? Choose(IReadOnlyList<ILink> cores)
    {
        lock (_gate)
        {
            ILink? best = null;
            var most = 0UL;
            foreach (var core in cores)
            {
                if (!core.IsOpen || IsAvoided(core))
                    continue;
                if (core.Peer == _owner)
                    return (core, 0);
                var weight = Rendezvous.Weigh(Shard, core.Peer);
                if (best is null || weight > most)
                    (best, most) = (core, weight);
            }

            // The owner cannot be asked: whoever is asked in its place takes over, unless somebody did already.
            return best is null ? null : (best, _token);
        }
    }

    /// <summary>A core told who serves the shard. What an older token says is no news.</summary>
    public void Learn(NodeId? owner, long token)
    {
        lock (_gate)
        {
            if (token >= _token)
                (_owner, _token) = (owner, token);
        }
    }

    /// <summary>A core cannot serve now.</summary>
    public void Avoid(ILink core)
    {
        lock (_gate)
            _avoided[core] = time.GetTimestamp();
    }

    /// <summary>A core let a seat in.</summary>
    public void Serves(ILink core)
    {
        lock (_gate)
        {
            Serving = core;
            _failureCount = 0;
            _avoided.Remove(core);
        }
    }

    /// <summary>A core is gone.</summary>
    public void Forget(ILink core)
    {
        lock (_gate)
        {
            _avoided.Remove(core);
            if (Serving == core)
                Serving = null;
        }
    }

    /// <summary>Whether to begin asking again for those that wait: one at a time does.</summary>
    /// <param name="isFailure">Whether a core was asked, in vain.</param>
    /// <param name="failureCount">How many times in a row that was so.</param>
    public bool TryRetry(bool isFailure, out int failureCount)
    {
        lock (_gate)
        {
            failureCount = _failureCount;
            if (_isRetrying || _seats.Count == 0)
                return false;
            if (isFailure)
                _failureCount++;
            return _isRetrying = true;
        }
    }

    /// <summary>Those that wait are about to be asked for: whoever waits later needs another beginning.</summary>
    public void Retrying()
    {
        lock (_gate)
            _isRetrying = false;
    }

    private bool IsAvoided(ILink core) =>
        _avoided.TryGetValue(core, out var since) && time.GetElapsedTime(since) < AvoidTime;
}
