using System.Net;
using System.Net.Sockets;
using Tacit.Link.Tcp;
using Tacit.Simulation.Cluster;
using Tacit.Simulation.World;

namespace Tacit.Simulation.Network;

/// <summary>
/// A link of the real code, from the handshake to heartbeats and reconnects, over bytes that a simulated network
/// carries.
/// </summary>
internal sealed class WireDialer(SimulatedWorld world, Weather weather, Node from, Node to) : Dialer(from, to)
{
    private static readonly TimeSpan RepeatTime = TimeSpan.FromMilliseconds(200);

    private SimulatedConnection? _near;
    private SimulatedConnection? _far;
    private Cable<byte[]>? _there;
    private Cable<byte[]>? _back;
    private TimeSpan _blockedUntil;

    /// <summary>Opens a connection, as the system does for who dials.</summary>
    public async Task<DialedConnection> ConnectAsync(SimulatedProcess process, CancellationToken cancellationToken)
    {
        await Task.Delay(weather.Latency(), process.Clock, cancellationToken);
        while (world.Now < _blockedUntil)
            await Task.Delay(RepeatTime, process.Clock, cancellationToken);
        if (!To.IsReady)
            throw new SocketException((int)SocketError.ConnectionRefused);

        var (there, back) = (new Cable<byte[]>(world, weather), new Cable<byte[]>(world, weather));
        var near = new SimulatedConnection(process, back, there, bytesUnderWayMax: 65536);
        var far = new SimulatedConnection(To.Process!, there, back, bytesUnderWayMax: 65536);
        near.Took = length => To.Process!.Post(() => far.Drained(length));
        far.Took = length => process.Post(() => near.Drained(length));
        there.Arrived = () => To.Process!.Post(far.Arrived);
        back.Arrived = () => process.Post(near.Arrived);
        (_near, _far, _there, _back) = (near, far, there, back);
        near.Start();
        To.AcceptLink(far);
        return new(new LinkWire(near, []), near);
    }

    /// <inheritdoc />
    public override void Start() => From.Dial(this, new DnsEndPoint(To.Id.ToString(), 1));

    /// <inheritdoc />
    public override void Cut()
    {
        _there?.Cut(world.Chance);
        _back?.Cut(world.Chance);
        Reset(From, _near);
        Reset(To, _far);
    }

    /// <inheritdoc />
    public override void Block(TimeSpan time)
    {
        _blockedUntil = world.Now + time;
        _there?.Stall(time);
        _back?.Stall(time);
    }

    /// <inheritdoc />
    public override void Unblock() => _blockedUntil = world.Now;

    /// <inheritdoc />
    public override void Died(Node node)
    {
        if (node == From)
        {
            _there?.Cut(world.Chance);
            Reset(To, _far);
        }
        else
        {
            _back?.Cut(world.Chance);
            Reset(From, _near);
        }
    }

    /// <inheritdoc />
    public override void Paused(Node node)
    {
        // Heartbeats tell.
    }

    // Mostly the other's system says that the connection is gone; where the machine died, only heartbeats tell.
    private void Reset(Node node, SimulatedConnection? end)
    {
        if (end is null || world.Chance.OneIn(4))
            return;
        var process = node.Process!;
        world.After(weather.Latency(), () => process.Post(end.Cut));
    }
}
