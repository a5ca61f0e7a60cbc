using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>
/// Owns channels: checks who joins and what is appended, orders it, has it stored, and tells the fronts. It holds
/// nothing that the storage does not, so it can be lost. It starts with no channels, and serves those whose shard it
/// holds a lease on.
/// </summary>
public sealed partial class CoreRole : IRole, IAsyncDisposable
{
    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(20);

    private readonly CoreSettings _settings;
    private readonly Surroundings _surroundings;
    private readonly ILogger _logger;
    private readonly StorageQuestions _questions = new();
    private readonly StoragePools _pools;
    private readonly Lane[] _lanes;
    private readonly Task _lanesRun;
    private readonly CancellationTokenSource _ended = new();
    private readonly JoinDesk _joins;
    private readonly BlobDesk _blobs;
    private readonly ConcurrentDictionary<ILink, bool> _fronts = [];
    private readonly Lock _attaching = new();
    private volatile bool _isLeaving;

    /// <summary>Makes a core and starts its lanes.</summary>
    /// <param name="settings">What to be.</param>
    /// <param name="surroundings">Time, randomness and threads.</param>
    /// <param name="meter">Where to count.</param>
    /// <param name="logger">Told of failures; never of content.</param>
    public CoreRole(CoreSettings settings, Surroundings surroundings, Meter meter, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.LaneCount, 1);
        _settings = settings;
        _surroundings = surroundings;
        _logger = logger;
        _pools = new StoragePools(settings);
        var metrics = new CoreMetrics(meter, surroundings.Time);
        _joins = new JoinDesk(LaneOf, _questions, surroundings, metrics, logger);
        _blobs = new BlobDesk(
            channel => LaneOf(channel).Leases.Storage, _questions, surroundings, logger);
        _lanes = [.. Enumerable.Range(0, _pools.LaneCount).Select(number => MakeLane(number, metrics))];
        metrics.Watch(
            () => _lanes.Sum(lane => lane.QueuedCount),
            () => _lanes.Sum(lane => lane.ChannelCount),
            () => _lanes.Sum(lane => lane.Leases.Held.Count));
        _lanesRun = Task.WhenAll(_lanes.Select(lane => surroundings.Start(() => lane.RunAsync(_ended.Token))));

        // The token, not its source, which may be gone when this begins.
        var ended = _ended.Token;
        foreach (var lane in _lanes)
            _ = surroundings.Start(() => RenewNowAndThenAsync(lane.Leases, ended));
    }

    /// <summary>Ends only when a lane failed: an invariant is broken, and the process should end.</summary>
    public Task Failure => _lanesRun;

    /// <summary>Whether a storage is there: what <c>/readyz</c> asks.</summary>
    public bool HasStorage => _lanes.Any(lane => lane.Leases.Storage.IsOpen);

    /// <summary>The shards that this core holds now.</summary>
    public IReadOnlyList<Shard> Shards => [.. _lanes.SelectMany(lane => lane.Leases.Held).Order()];

    /// <inheritdoc />
    public void Opened(ILink peer)
    {
        if (peer.Peer.Role == NodeRole.Front)
        {
            _fronts[peer] = true;
            if (_isLeaving)
                _ = peer.SendAsync(new CoreLeaving()).AsTask();
            return;
        }

        lock (_attaching)
        {
            _pools.Opened(peer);
            Attach();
        }
    }

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
        if (peer.Peer.Role == NodeRole.Front)
        {
            _fronts.TryRemove(peer, out _);
            foreach (var lane in _lanes)
                lane.Tell(new FrontGone(peer));
            return;
        }

        _questions.Closed(peer);
        lock (_attaching)
        {
            _pools.Closed(peer);
            Attach();
        }
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        switch (message)
        {
            case AppendEntries append:
                return LaneOf(append.Channel).RequestAsync(new(append, reply));
            case PassEphemeral ephemeral:
                return LaneOf(ephemeral.Channel).RequestAsync(new(ephemeral, reply));
            case LeaveChannel leave:
                return LaneOf(leave.Channel).RequestAsync(new(leave, reply));
            case JoinChannel join:
                return _joins.BeginAsync(join, reply);
            case ReadEntries read:
                _ = ReadAsync(read, reply);
                return ValueTask.CompletedTask;
            case EntriesStored stored:
                _lanes[stored.Request % _lanes.Length].Tell(new BatchAnswered(stored, reply));
                return ValueTask.CompletedTask;
            case AdmitBlobRequest asked:
                _ = _blobs.AdmitAsync(asked, reply);
                return ValueTask.CompletedTask;
            case BlobRequest request:
                _ = _blobs.PassAsync(request, reply);
                return ValueTask.CompletedTask;
            case YieldShard yield:
                Yield(yield.Shard);
                return ValueTask.CompletedTask;
            case DrainCore:
                _ = _surroundings.Start(() => DrainAsync(reply));
                return ValueTask.CompletedTask;
            default:
                if (!_questions.TryAnswer(message))
                    throw new ArgumentException($"A core takes no {message.GetType().Name}.", nameof(message));
                return ValueTask.CompletedTask;
        }
    }

    /// <summary>
    /// Gives everything back: finishes what is in flight, lets the fronts go to other cores, and takes no more. Then
    /// the core can be stopped, and no client notices more than a pause.
    /// </summary>
    /// <param name="giveUp">Stops waiting.</param>
    public async Task DrainAsync(CancellationToken giveUp)
    {
        _isLeaving = true;
        foreach (var lane in _lanes)
            lane.Leases.IsLeaving = true;
        foreach (var front in _fronts.Keys.OrderBy(front => front.Peer))
            await front.SendAsync(new CoreLeaving());
        try
        {
            while (Shards is { Count: > 0 } shards)
            {
                foreach (var shard in shards)
                    Yield(shard);
                await Task.Delay(DrainStep, _surroundings.Time, giveUp);
            }

            LogDrained();
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        End();
        await _lanesRun;
        _joins.Dispose();
        _ended.Dispose();
    }

    // Not CancelAsync, which runs on the thread pool: what waits for this token continues elsewhere anyway.
    private void End() => _ended.Cancel();

    private Lane LaneOf(ChannelId channel) => LaneOf(Shard.Of(channel));

    private Lane LaneOf(Shard shard) => _lanes[_pools.LaneOf(shard)];

    private Lane MakeLane(int number, CoreMetrics metrics)
    {
        Lane? lane = null;
        var leases = new ShardLeases(
            _settings, _questions, _surroundings, order => lane!.Tell(order), _ended.Token);
        var work = new LaneWork(leases, _surroundings.Time, metrics, _joins.JudgeAgain);
        return lane = new Lane(number, _pools.LaneCount, leases, work, metrics);
    }

    private void Yield(Shard shard) => LaneOf(shard).Leases.Yield(shard);

    private async Task DrainAsync(ILink operatorLink)
    {
        await DrainAsync(_ended.Token);
        if (!_ended.IsCancellationRequested)
            await operatorLink.SendAsync(new CoreDrained());
    }

    // Each lane goes on over the link that it should use now, if that is another.
    private void Attach()
    {
        for (var number = 0; number < _lanes.Length; number++)
        {
            var leases = _lanes[number].Leases;
            var link = _pools.LinkOf(number);
            if (link is null)
                _ = leases.DetachAsync();
            else if (link != leases.Storage)
                _ = leases.AttachAsync(link);
        }
    }

    private async Task RenewNowAndThenAsync(ShardLeases leases, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(_settings.RenewInterval, _surroundings.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                await leases.RenewAsync();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private async Task ReadAsync(ReadEntries read, ILink front)
    {
        var page = await _questions.ReadAsync(LaneOf(read.Channel).Leases.Storage, read);
        await front.SendAsync(page with { Request = read.Request });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "every shard was given back")]
    private partial void LogDrained();
}
