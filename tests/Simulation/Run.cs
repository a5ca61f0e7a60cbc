using System.Diagnostics.CodeAnalysis;
using Tacit.Simulation.Checks;
using Tacit.Simulation.Clients;
using Tacit.Simulation.Cluster;
using Tacit.Simulation.Faults;
using Tacit.Simulation.World;

namespace Tacit.Simulation;

/// <summary>
/// One run: a cluster, clients that write, faults for some seconds; then everything is mended, and all must come right.
/// The promises of the design are checked at each step.
/// </summary>
internal sealed class Run
{
    // After the last fault: backoffs, leases and half-open connections included.
    private static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);

    private readonly SimulatedWorld _world;
    private readonly SimulatedCluster _cluster;
    private readonly List<SimulatedClient> _clients = [];
    private readonly Chaos _chaos;
    private readonly TimeSpan _trouble;
    private readonly double _writePauseMs;
    private int _entriesLeft;

    private Run(ulong seed, Sabotage sabotage, bool keepsLines)
    {
        _world = new SimulatedWorld(seed, keepsLines);
        var chance = _world.Chance;
        _cluster = new SimulatedCluster(_world, ClusterSettings.Draw(chance), sabotage);
        _trouble = chance.Ms(2000, 15_000);
        _writePauseMs = chance.Pick([20, 100, 500]);
        _entriesLeft = chance.Next(20, 400);
        Populate();
        _chaos = new Chaos(_world, _cluster, _clients);
    }

    /// <summary>Makes a run.</summary>
    /// <param name="seed">What it is drawn from.</param>
    /// <param name="sabotage">What is wrong on purpose.</param>
    /// <param name="keepsLines">Whether to tell what happened.</param>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a run throws, it is what the run found.")]
    public static Outcome Make(ulong seed, Sabotage sabotage = Sabotage.None, bool keepsLines = false)
    {
        var before = SynchronizationContext.Current;
        var run = new Run(seed, sabotage, keepsLines);
        string? violation = null;
        try
        {
            run.Play();
        }
        catch (ViolationException found)
        {
            violation = found.Message;
        }
        catch (Exception exception)
        {
            violation = exception.ToString();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return new(
            seed, violation, run._world.Trace.Sum, run._world.StepCount, run._chaos.Count,
            run._cluster.Truth.EntryCount, run._world.Now, run._world.Trace.Lines);
    }

    private void Play()
    {
        foreach (var node in _cluster.Nodes)
            _world.After(_world.Chance.Ms(0, 300), node.Start);
        foreach (var client in _clients)
        {
            _world.After(_world.Chance.Ms(0, 500), client.Connect);
            _world.After(_world.Chance.Ms(0, 500), () => WriteNowAndThen(client));
        }

        _chaos.Start();
        _world.RunUntil(() => false, _trouble);
        _entriesLeft = 0;
        _world.Say("world", "is mended");
        _chaos.Heal();
        if (!_world.RunUntil(IsSettled, SettleMax))
            throw new ViolationException($"not everything came right within {SettleMax}:\n{Unsettled()}");
        Stop();
    }

    private bool IsSettled() => _clients.All(one => one.IsSettled) && _cluster.Nodes.All(one => one.IsReady);

    // What was accepted was answered, so every process ends by itself.
    private void Stop()
    {
        _world.Say("world", "everything is told to end");
        _chaos.End();
        foreach (var node in _cluster.Nodes)
            node.Stop(StopMax);
        if (!_world.RunUntil(() => !_cluster.Nodes.Any(one => one.IsAlive), StopMax * 2))
        {
            throw new ViolationException(
                $"{string.Join(", ", _cluster.Nodes.Where(one => one.IsAlive).Select(one => one.Id))} did not end");
        }
    }

    private string Unsettled() =>
        string.Join('\n', _clients.Where(one => !one.IsSettled).Select(one => $"  {one}"));

    private void Populate()
    {
        var chance = _world.Chance;
        var channels = Population.Channels.Skip(chance.Next(8)).Take(chance.Next(1, 5)).ToArray();
        var clientCount = chance.Next(channels.Length, channels.Length + 6);
        for (var number = 0; number < clientCount; number++)
        {
            var memberships = new List<Membership>();
            foreach (var (index, channel) in channels.Index())
            {
                // Each channel has one that makes it.
                var isMaker = index == number;
                if (!isMaker && chance.OneIn(2))
                    continue;
                var identity = !isMaker && chance.OneIn(4) ? channel.Reader() : channel.Device(number);
                memberships.Add(new($"client:{number}", channel, identity, _cluster.Truth, chance.Fork()));
            }

            if (memberships.Count > 0)
                _clients.Add(new(_world, _cluster, number, memberships));
        }
    }

    private void WriteNowAndThen(SimulatedClient client)
    {
        if (_entriesLeft <= 0)
            return;
        var channel = _world.Chance.Pick(client.Channels);
        var count = Math.Min(_entriesLeft, _world.Chance.Next(1, _world.Chance.OneIn(10) ? 60 : 4));
        if (channel.IsWriter)
        {
            _entriesLeft -= count;
            client.Write(channel, count);
        }

        _world.After(_world.Chance.Ms(1, _writePauseMs * 2), () => WriteNowAndThen(client));
    }
}
