using System.Globalization;
using Tacit.Simulation.Clients;
using Tacit.Simulation.Cluster;
using Tacit.Simulation.World;

namespace Tacit.Simulation.Faults;

/// <summary>
/// Breaks things, for a while. Which kinds of faults a run sees is drawn for each run: a run with few kinds goes deeper
/// into them than one with all. Source: A. Groce et al., "Swarm Testing", 2012.
/// </summary>
internal sealed class Chaos
{
    private readonly SimulatedWorld _world;
    private readonly SimulatedCluster _cluster;
    private readonly IReadOnlyList<SimulatedClient> _clients;
    private readonly List<Func<bool>> _kinds = [];
    private readonly double _pauseMs;
    private bool _isOver;
    private bool _isEnding;

    public Chaos(SimulatedWorld world, SimulatedCluster cluster, IReadOnlyList<SimulatedClient> clients)
    {
        (_world, _cluster, _clients) = (world, cluster, clients);
        _pauseMs = world.Chance.Pick([100, 400, 1500]);
        Func<bool>[] all =
        [
            KillNode, KillSeveral, StopNode, PauseNode, CutLink, CutAll, BlockLink, CutClient, PauseClient,
            RejoinClient, SlowDisk, FailDisk, FillDisk, JumpClock,
        ];
        foreach (var kind in all)
        {
            if (world.Chance.OneIn(2))
                _kinds.Add(kind);
        }

        if (_kinds.Count == 0)
            _kinds.Add(KillNode);
        foreach (var node in cluster.Nodes)
            node.Ended = () => Restart(node);
    }

    /// <summary>How many faults there were.</summary>
    public int Count { get; private set; }

    private Chance Chance => _world.Chance;

    /// <summary>Begins.</summary>
    public void Start() => _world.After(Chance.Ms(0, _pauseMs * 2), Break);

    /// <summary>Ends: from here on nothing breaks any more, and what was broken is mended.</summary>
    public void Heal()
    {
        _isOver = true;
        foreach (var dialer in _cluster.Dialers)
            dialer.Unblock();
        foreach (var node in _cluster.Nodes)
        {
            Start(node);
            if (node.Disk is { } disk)
                (disk.Slowness, disk.IsFailing, disk.IsFull) = (1, false, false);
        }
    }

    /// <summary>What ends from here on is not started again.</summary>
    public void End() => _isEnding = true;

    private void Break()
    {
        if (_isOver)
            return;
        if (Chance.Pick(_kinds)())
            Count++;
        _world.After(Chance.Ms(0, _pauseMs * 2), Break);
    }

    private bool KillNode()
    {
        var node = Chance.Pick(_cluster.Nodes);
        if (!node.IsAlive)
            return false;
        node.Kill();
        return true;
    }

    private bool KillSeveral()
    {
        var count = 0;
        foreach (var node in _cluster.Nodes)
        {
            if (!node.IsAlive || Chance.OneIn(3))
                continue;
            node.Kill();
            count++;
        }

        return count > 0;
    }

    private bool StopNode()
    {
        var node = Chance.Pick(_cluster.Nodes);
        if (!node.IsAlive)
            return false;
        if (!node.IsReady)
            return false;
        node.Stop(TimeSpan.FromSeconds(3));

        // Who started it waits a little longer than it may take, then kills it.
        var process = node.Process;
        _world.After(TimeSpan.FromSeconds(6), () =>
        {
            if (node.Process == process)
                node.Kill();
        });
        return true;
    }

    private bool PauseNode()
    {
        var node = Chance.Pick(_cluster.Nodes);
        if (!node.IsAlive)
            return false;
        node.Pause(Chance.OneIn(2) ? Chance.Ms(5, 200) : Chance.Ms(200, 8000));
        return true;
    }

    private bool CutLink()
    {
        if (_cluster.Dialers.Count == 0)
            return false;
        var dialer = Chance.Pick(_cluster.Dialers);
        _world.Say("network", $"{dialer.From.Id} to {dialer.To.Id} is cut");
        dialer.Cut();
        return true;
    }

    private bool CutAll()
    {
        _world.Say("network", "every link is cut");
        foreach (var dialer in _cluster.Dialers)
            dialer.Cut();
        return _cluster.Dialers.Count > 0;
    }

    private bool BlockLink()
    {
        if (_cluster.Dialers.Count == 0)
            return false;
        var dialer = Chance.Pick(_cluster.Dialers);
        var time = Chance.OneIn(2) ? Chance.Ms(5, 500) : Chance.Ms(500, 10_000);
        _world.Say("network", $"{dialer.From.Id} to {dialer.To.Id} is blocked for {Ms(time)} ms");
        dialer.Block(time);
        return true;
    }

    private bool CutClient()
    {
        var client = Chance.Pick(_clients);
        if (!client.IsConnected)
            return false;
        _world.Say(client.Name, "is cut off");
        client.Disconnect();
        return true;
    }

    private bool PauseClient()
    {
        var client = Chance.Pick(_clients);
        _world.Say(client.Name, "stands still");
        client.Pause(Chance.Ms(5, 3000));
        return true;
    }

    private bool RejoinClient()
    {
        var client = Chance.Pick(_clients);
        client.Rejoin(Chance.Pick(client.Channels));
        return true;
    }

    private bool SlowDisk() => TroubleDisk("is slow", (disk, isOn) => disk.Slowness = isOn ? Chance.Next(5, 100) : 1);

    private bool FailDisk() => TroubleDisk("does not answer", (disk, isOn) => disk.IsFailing = isOn);

    private bool FillDisk() => TroubleDisk("is full", (disk, isOn) => disk.IsFull = isOn);

    private bool TroubleDisk(string what, Action<Disk.SimulatedDisk, bool> set)
    {
        var node = Chance.Pick(_cluster.Nodes.Where(one => one.Disk is not null).ToArray());
        var time = Chance.Ms(5, 3000);
        _world.Say(node.Id.ToString(), $"disk {what} for {Ms(time)} ms");
        set(node.Disk!, true);
        _world.After(time, () => set(node.Disk!, false));
        return true;
    }

    private bool JumpClock()
    {
        var node = Chance.Pick(_cluster.Nodes);
        if (!node.IsAlive)
            return false;
        var jump = TimeSpan.FromHours(Chance.Pick([-1, 1]));
        _world.Say(node.Id.ToString(), $"clock jumps by {jump}");
        node.Process!.Clock.WallOffset += jump;
        return true;
    }

    // Whatever ended is started again, by whoever watches over the machines.
    private void Restart(Node node) => _world.After(Chance.Ms(5, 3000), () => Start(node));

    private void Start(Node node)
    {
        if (!node.IsAlive && !_isEnding)
            node.Start();
    }

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
}
