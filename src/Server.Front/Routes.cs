using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>
/// Finds the core of each seat, and another when that one goes, says that it does not serve the shard, or a better one
/// comes. Source: docs/architecture/cluster.md. Any thread.
/// </summary>
/// <param name="surroundings">Time, randomness and threads.</param>
/// <param name="ended">The front ends.</param>
internal sealed class Routes(Surroundings surroundings, CancellationToken ended)
{
    // Between two shards that move to a core that came: the half of 256 takes a second or two.
    private static readonly TimeSpan MoveDelayMax = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(1);

    // Asking a second core, and taking over from a third, needs no wait.
    private const int RetriesAtOnce = 3;

    private readonly Lock _gate = new();
    private readonly Route[] _byShard =
        [.. Shard.All.Select(shard => new Route(shard, surroundings.Time))];
    private volatile ILink[] _cores = [];

    /// <summary>Whether there is a core to ask.</summary>
    public bool HasCore => _cores.Length > 0;

    /// <summary>The route of a channel.</summary>
    public Route Of(ChannelId channel) => _byShard[Shard.Of(channel).Index];

    /// <summary>Any core that can read for a channel: the one that serves it, if that is known. Null if there is none.
    /// </summary>
    public ILink? CoreOf(ChannelId channel) => Of(channel).Choose(_cores)?.Core;

    /// <summary>A core appeared: whoever waits asks it, and what belongs to it moves there.</summary>
    public void Opened(ILink core)
    {
        lock (_gate)
            _cores = [.. _cores, core];
        foreach (var route in _byShard)
            Retry(route, isFailure: false);
        _ = surroundings.Start(() => MoveAsync(core));
    }

    /// <summary>A core is gone: its seats ask another at once.</summary>
    public void Closed(ILink core)
    {
        Drop(core);
        foreach (var route in _byShard)
        {
            route.Forget(core);
            Detach(route, core, isAsked: true);
        }
    }

    /// <summary>A core is about to end: nobody asks it any more. It gives its shards back one by one.</summary>
    public void Leaves(ILink core) => Drop(core);

    /// <summary>A core serves a shard no more.</summary>
    public void Lost(ILink core, ShardLost lost)
    {
        var route = _byShard[lost.Shard.Index];
        route.Learn(lost.Owner, lost.Token);
        route.Forget(core);
        Detach(route, core, isAsked: false);
    }

    /// <summary>A core answered a seat that it does not serve the shard.</summary>
    public void Refused(ILink core, Seat seat, NotOwner answer)
    {
        if (!seat.Detach(answer.Session))
            return;
        var route = Of(answer.Channel);
        if (answer.Owner is null)
            route.Avoid(core);
        else
            route.Learn(answer.Owner, answer.Token);
        Retry(route, isFailure: true);
    }

    /// <summary>A core could not answer a seat for now.</summary>
    public void Failed(ILink core, Seat seat, long number)
    {
        if (!seat.Detach(number))
            return;
        var route = Of(seat.Join.Channel);
        route.Avoid(core);
        Retry(route, isFailure: true);
    }

    /// <summary>A core let a seat in.</summary>
    public void Serves(ILink core, Seat seat) => Of(seat.Join.Channel).Serves(core);

    /// <summary>Asks a core to let a seat in. Completes when the core has room for the question.</summary>
    public async ValueTask AskAsync(Seat seat)
    {
        var route = Of(seat.Join.Channel);
        while (route.Choose(_cores) is var (core, takeOver))
        {
            if (!seat.TryAsk(core, takeOver, out var ask))
                return;
            await core.SendAsync(ask);

            // A core that closes from here on finds the seat among its own.
            if (core.IsOpen || !seat.Detach(core, isAsked: true))
                return;
        }

        if (HasCore)
            Retry(route, isFailure: true);
    }

    private void Drop(ILink core)
    {
        lock (_gate)
            _cores = [.. _cores.Where(one => one != core)];
    }

    private void Detach(Route route, ILink core, bool isAsked)
    {
        var isAny = false;
        foreach (var seat in route.Seats)
            isAny |= seat.Detach(core, isAsked);
        if (isAny)
            Retry(route, isFailure: false);
    }

    private void Retry(Route route, bool isFailure)
    {
        if (route.TryRetry(isFailure, out var failureCount))
            _ = surroundings.Start(() => RetryAsync(route, failureCount));
    }

    private async Task RetryAsync(Route route, int failureCount)
    {
        try
        {
            if (failureCount > RetriesAtOnce)
                await Task.Delay(DelayOf(failureCount - RetriesAtOnce), surroundings.Time, ended);
            route.Retrying();
            foreach (var seat in route.Seats)
            {
                if (seat.IsWaiting)
                    await AskAsync(seat);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private TimeSpan DelayOf(int failureCount)
    {
        var most = RetryDelayMin * Math.Pow(2, Math.Min(failureCount, 10));
        if (most > RetryDelayMax)
            most = RetryDelayMax;
        return surroundings.Between(most / 2, most);
    }

    private async Task MoveAsync(ILink core)
    {
        try
        {
            foreach (var route in _byShard)
            {
                if (!BelongsTo(route, core))
                    continue;
                await Task.Delay(surroundings.Between(TimeSpan.Zero, MoveDelayMax), surroundings.Time, ended);
                if (core.IsOpen && BelongsTo(route, core) && route.Serving is { } serving)
                    await serving.SendAsync(new YieldShard(route.Shard));
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    // Served by another, though this one is first among those that are there.
    private bool BelongsTo(Route route, ILink core) =>
        route.Serving is { } serving && serving != core
        && Rendezvous.Choose(route.Shard, _cores.Select(one => one.Peer)) == core.Peer;
}
