using Tacit.Log;
using Tacit.Simulation.Checks;
using Tacit.Simulation.Clients;
using Tacit.Simulation.Disk;
using Tacit.Simulation.Network;
using Tacit.Simulation.World;
using Tacit.Wire;

namespace Tacit.Simulation.Cluster;

/// <summary>The nodes, the network between them, and the clients.</summary>
internal sealed class SimulatedCluster
{
    private readonly List<Node> _nodes = [];
    private readonly List<Dialer> _dialers = [];
    private readonly List<Call> _calls = [];
    private readonly Incarnation _incarnation;
    private readonly Sabotage _sabotage;

    /// <summary>Builds a cluster. Nothing runs yet.</summary>
    public SimulatedCluster(SimulatedWorld world, ClusterSettings settings, Sabotage sabotage)
    {
        (World, Settings, _sabotage) = (world, settings, sabotage);
        Weather = new Weather(world.Chance.Fork());
        var bytes = new byte[Incarnation.Length];
        world.Chance.Fill(bytes);
        _incarnation = Incarnation.Read(bytes);
        if (settings.IsOneProcess)
        {
            _nodes.Add(new(this, NewDisk(), NodeId.Front, NodeId.Core, NodeId.Storage));
            return;
        }

        Add(NodeRole.Storage, settings.StorageCount);
        Add(NodeRole.Core, settings.CoreCount);
        Add(NodeRole.Front, settings.FrontCount);
        Dial(NodeRole.Core, NodeRole.Storage);
        Dial(NodeRole.Front, NodeRole.Core);
    }

    /// <summary>The world.</summary>
    public SimulatedWorld World { get; }

    /// <summary>What it is made of.</summary>
    public ClusterSettings Settings { get; }

    /// <summary>How long messages take.</summary>
    public Weather Weather { get; }

    /// <summary>What is durable.</summary>
    public Truth Truth { get; } = new();

    /// <summary>All nodes.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>All links.</summary>
    public IReadOnlyList<Dialer> Dialers => _dialers;

    /// <summary>The links that a node dials.</summary>
    public IEnumerable<Dialer> DialersOf(Node node) => _dialers.Where(one => one.From == node);

    /// <summary>The links of a node.</summary>
    public IEnumerable<Dialer> DialersAt(Node node) => _dialers.Where(one => one.From == node || one.To == node);

    /// <summary>A client calls: one of the fronts answers; null if none does.</summary>
    public Call? Answer()
    {
        var fronts = _nodes.Where(one => one.TakesCalls).ToArray();
        if (fronts.Length == 0)
            return null;
        var front = World.Chance.Pick(fronts);
        var call = new Call(World, Weather, front.Process!);
        _calls.Add(call);
        front.Answer(call);
        return call;
    }

    /// <summary>Opens the log on a node's disk.</summary>
    public ILog OpenLog(SimulatedProcess process, SimulatedDisk disk) =>
        new SimulatedLog(World, process, disk, Truth, Settings.Log, _incarnation, _sabotage);

    private Dialer NewDialer(Node from, Node to) => Settings.HasWires
        ? new WireDialer(World, Weather, from, to)
        : new MessageDialer(World, Weather, from, to, _sabotage);

    private SimulatedDisk NewDisk() => new(World.Chance.Fork());

    private void Add(NodeRole role, int count)
    {
        for (var index = 0; index < count; index++)
            _nodes.Add(new(this, role == NodeRole.Storage ? NewDisk() : null, new NodeId(role, index)));
    }

    private void Dial(NodeRole from, NodeRole to)
    {
        foreach (var dialling in _nodes.Where(one => one.Id.Role == from))
        {
            foreach (var listening in _nodes.Where(one => one.Id.Role == to))
                _dialers.Add(NewDialer(dialling, listening));
        }
    }
}
