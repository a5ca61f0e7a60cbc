using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Tacit.Link;
using Tacit.Link.Tcp;
using Tacit.Log;
using Tacit.Server.Core;
using Tacit.Server.Front;
using Tacit.Server.Storage;
using Tacit.Simulation.Clients;
using Tacit.Simulation.Disk;
using Tacit.Simulation.Network;
using Tacit.Simulation.World;
using Tacit.Wire;

namespace Tacit.Simulation.Cluster;

/// <summary>
/// A machine with one process on it, of one role or of all; and its disk, which outlives the process.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A process that is killed disposes of nothing.")]
internal sealed class Node(SimulatedCluster cluster, SimulatedDisk? disk, params NodeId[] ids)
{
    private static readonly byte[] Secret = "the secret of the cluster"u8.ToArray();

    private readonly List<Call> _calls = [];
    private readonly Dictionary<NodeId, IRole> _roles = [];
    private readonly Dictionary<string, Func<CancellationToken, Task<DialedConnection>>> _connects = [];
    private Meter? _meter;
    private bool _isStopping;
    private FrontRole? _front;
    private CoreRole? _core;
    private StorageRole? _storage;
    private NodeLinks? _links;

    /// <summary>Who it is to others; the first, if it is all.</summary>
    public NodeId Id => ids[0];

    /// <summary>Its disk; null if it needs none.</summary>
    public SimulatedDisk? Disk => disk;

    /// <summary>Its process; null before it was first started.</summary>
    public SimulatedProcess? Process { get; private set; }

    /// <summary>Whether its process runs, if it does not stand still.</summary>
    public bool IsAlive => Process is { IsAlive: true };

    /// <summary>Whether it is a front and takes connections.</summary>
    public bool TakesCalls => IsAlive && !Process!.IsPaused && _front is not null;

    /// <summary>Whether its roles are there.</summary>
    public bool IsReady => IsAlive && _roles.Count == ids.Length;

    /// <summary>Told when its process has ended, however it did.</summary>
    public Action Ended { get; set; } = () => { };

    /// <summary>One of its roles.</summary>
    public IRole RoleOf(NodeId id) => _roles[id];

    /// <summary>Calls another node, and again whenever that connection ended.</summary>
    public void Dial(WireDialer dialer, DnsEndPoint address)
    {
        var process = Process!;
        _links ??= NewLinks(process);
        _connects[address.Host] = cancellationToken => dialer.ConnectAsync(process, cancellationToken);
        _links.Dial(dialer.To.Id, address);
    }

    /// <summary>Another node calls.</summary>
    public void AcceptLink(SimulatedConnection connection)
    {
        var process = Process!;
        process.Post(() =>
        {
            connection.Start();
            process.Watch(AcceptLinkAsync(process, connection));
        });
    }

    /// <summary>Starts a process.</summary>
    public void Start()
    {
        var process = Process = cluster.World.NewProcess(Id.ToString());
        _meter = new Meter("Tacit.Simulation");
        _roles.Clear();
        _isStopping = false;
        (_front, _core, _storage, _links) = (null, null, null, null);
        _connects.Clear();
        cluster.World.Say(process.Name, "starts");
        process.Post(() =>
        {
            foreach (var id in ids)
                AddRole(id, process);
            Connect();
            foreach (var dialer in cluster.DialersOf(this))
                dialer.Start();
        });
    }

    /// <summary>Kills the process.</summary>
    public void Kill()
    {
        if (!IsAlive)
            return;
        cluster.World.Say(Process!.Name, "is killed");
        End();
    }

    /// <summary>
    /// Ends the process as SIGTERM does: a front sends its clients away and answers what it accepted.
    /// </summary>
    public void Stop(TimeSpan patience)
    {
        if (!IsReady || _isStopping)
            return;
        _isStopping = true;
        var process = Process!;
        cluster.World.Say(process.Name, "is told to end");
        process.Post(() => process.Watch(StopAsync(process, patience)));
    }

    /// <summary>Lets the process stand still for a time.</summary>
    public void Pause(TimeSpan time)
    {
        if (!IsAlive || Process!.IsPaused)
            return;
        var process = Process;
        cluster.World.Say(process.Name, "stands still");
        process.Pause();
        foreach (var dialer in cluster.DialersAt(this))
            dialer.Paused(this);
        cluster.World.After(time, () =>
        {
            if (process.IsAlive)
                cluster.World.Say(process.Name, "goes on");
            process.Resume();
        });
    }

    /// <summary>A client connects, if the front lets it.</summary>
    public void Answer(Call call)
    {
        _calls.Add(call);
        var front = _front!;
        var process = Process!;
        process.Post(() => process.Watch(ServeAsync(front, call)));
    }

    private static async Task ServeAsync(FrontRole front, Call call)
    {
        var connection = call.Connection;
        connection.Start();
        if (front.MayConnect(IPAddress.Loopback, out _) == Code.None && front.TryEnter(IPAddress.Loopback))
        {
            await front.ServeAsync(connection, connection.Cut, IPAddress.Loopback, "tacit.example");
            front.Leave(IPAddress.Loopback);
        }

        connection.Close();
    }

    private async Task StopAsync(SimulatedProcess process, TimeSpan patience)
    {
        using var giveUp = new CancellationTokenSource(patience, process.Clock);
        if (_front is { } front)
        {
            await front.DrainAsync(giveUp.Token);
            await front.DisposeAsync();
        }

        if (_core is { } leaving)
            await leaving.DrainAsync(giveUp.Token);
        if (_links is { } links)
            await links.DisposeAsync();
        if (_core is { } core)
            await core.DisposeAsync();
        if (_storage is { } storage)
            await storage.DisposeAsync();
        if (Process != process || !IsAlive)
            return;
        cluster.World.Say(process.Name, "has ended");
        End();
    }

    private NodeLinks NewLinks(SimulatedProcess process)
    {
        var instance = new byte[sizeof(ulong)];
        process.Surroundings.Random.GetBytes(instance);
        var links = new NodeLinks(
            new LinkIdentity(Id, BitConverter.ToUInt64(instance) | 1, Secret), cluster.Settings.Link,
            (address, cancellationToken) => _connects[address.Host](cancellationToken),
            _roles[Id], process.Surroundings, NullLogger.Instance);
        process.Watch(FailAsync(links.Refused));
        return links;
    }

    private static async Task FailAsync(Task<string> refused) => throw new ViolationException(await refused);

    private async Task AcceptLinkAsync(SimulatedProcess process, SimulatedConnection connection)
    {
        _links ??= NewLinks(process);
        var context = new DefaultConnectionContext { Transport = connection };
        await _links.AcceptAsync(context, []);
        connection.Close();
    }

    private void End()
    {
        Process!.Kill();
        _meter?.Dispose();
        disk?.Crash();
        foreach (var dialer in cluster.DialersAt(this))
            dialer.Died(this);
        foreach (var call in _calls)
            call.FrontDied();
        _calls.Clear();
        Ended();
    }

    private void AddRole(NodeId id, SimulatedProcess process)
    {
        switch (id.Role)
        {
            case NodeRole.Front:
                _roles[id] = _front = new FrontRole(
                    cluster.Settings.Front, process.Surroundings, _meter!, NullLogger.Instance);
                break;
            case NodeRole.Core:
                _roles[id] = _core = new CoreRole(
                    cluster.Settings.Core with { Id = id }, process.Surroundings, _meter!, NullLogger.Instance);
                break;
            default:
                var log = cluster.OpenLog(process, disk!);
                _roles[id] = _storage = new StorageRole(
                    log, new MemoryBlobStore(static _ => default), cluster.Settings.Log, process.Clock, _meter!,
                    NullLogger.Instance, broken: () => throw new ViolationException($"{id} says its log is damaged"));
                _storage.Start();
                break;
        }
    }

    private void Connect()
    {
        if (_core is not null && _storage is not null)
            InProcessLink.Connect(_core, NodeId.Core, _storage, NodeId.Storage);
        if (_front is not null && _core is not null)
            InProcessLink.Connect(_front, NodeId.Front, _core, NodeId.Core);
    }
}
