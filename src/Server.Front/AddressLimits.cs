using System.Net;
using System.Net.Sockets;

namespace Tacit.Server.Front;

/// <summary>
/// What one address may do: connections and requests at a time, channels made, wrong proofs. An IPv6 address counts
/// as its /64 network, which is what one customer has. Any thread.
/// </summary>
/// <param name="settings">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class AddressLimits(FrontSettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, AddressState> _states = [];

    /// <summary>How long an address is still blocked for wrong proofs; zero if it is not.</summary>
    public TimeSpan BlockedFor(IPAddress address)
    {
        lock (_gate)
        {
            if (!_states.TryGetValue(Network(address), out var state))
                return TimeSpan.Zero;
            var left = state.BlockedUntil - time.GetUtcNow();
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Counts a connection, if the address may have another. Each is given back by <see cref="Leave"/>.
    /// </summary>
    public bool TryEnter(IPAddress address)
    {
        lock (_gate)
        {
            var state = StateOf(address);
            if (state.ConnectionCount >= settings.ConnectionsPerAddressMax)
                return false;
            state.ConnectionCount++;
            return true;
        }
    }

    /// <summary>A connection of the address ended.</summary>
    public void Leave(IPAddress address)
    {
        lock (_gate)
            StateOf(address).ConnectionCount--;
    }

    /// <summary>Whether the address may make a channel now, and if not, how long to wait.</summary>
    public bool MayCreate(IPAddress address, out TimeSpan wait)
    {
        lock (_gate)
        {
            wait = StateOf(address).Creations.Wait;
            return wait == TimeSpan.Zero;
        }
    }

    /// <summary>The address made a channel.</summary>
    public void Created(IPAddress address)
    {
        lock (_gate)
            StateOf(address).Creations.TryTake();
    }

    /// <summary>
    /// Counts a request about blobs, if the address may make another now. Each is given back by
    /// <see cref="EndRequest"/>.
    /// </summary>
    /// <param name="address">Where the client is.</param>
    /// <param name="wait">How long to wait, if not.</param>
    public bool TryBeginRequest(IPAddress address, out TimeSpan wait)
    {
        lock (_gate)
        {
            var state = StateOf(address);
            wait = state.RequestCount < settings.BlobRequestsPerAddressMax
                ? state.Requests.Wait
                : TimeSpan.FromSeconds(1);
            if (wait > TimeSpan.Zero)
                return false;
            state.Requests.TryTake();
            state.RequestCount++;
            return true;
        }
    }

    /// <summary>A request about blobs ended.</summary>
    public void EndRequest(IPAddress address)
    {
        lock (_gate)
            StateOf(address).RequestCount--;
    }

    /// <summary>The address proved something wrongly. Answers whether it is blocked from now on.</summary>
    public bool FailedProof(IPAddress address)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var state = StateOf(address);
            if (now - state.ProofsCountedFrom > settings.ProofWindow)
                (state.ProofsCountedFrom, state.FailedProofCount) = (now, 0);
            if (++state.FailedProofCount < settings.FailedProofsMax)
                return false;
            state.BlockedUntil = now + settings.ProofWindow;
            return true;
        }
    }

    /// <summary>Forgets addresses of whom nothing need be known.</summary>
    public void Prune()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var (address, state) in _states)
            {
                if (state.ConnectionCount == 0 && state.RequestCount == 0 && state.BlockedUntil <= now
                    && state.Creations.IsFull && state.Requests.IsFull
                    && now - state.ProofsCountedFrom > settings.ProofWindow)
                {
                    _states.Remove(address);
                }
            }
        }
    }

    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private AddressState StateOf(IPAddress address)
    {
        var network = Network(address);
        if (!_states.TryGetValue(network, out var state))
        {
            _states[network] = state = new AddressState(
                new TokenBucket(settings.CreateRate, time), new TokenBucket(settings.BlobRate, time));
        }

        return state;
    }

    private sealed class AddressState(TokenBucket creations, TokenBucket requests)
    {
        public TokenBucket Creations { get; } = creations;

        public TokenBucket Requests { get; } = requests;

        public int ConnectionCount { get; set; }

        public int RequestCount { get; set; }

        public int FailedProofCount { get; set; }

        public DateTimeOffset ProofsCountedFrom { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset BlockedUntil { get; set; } = DateTimeOffset.MinValue;
    }
}
