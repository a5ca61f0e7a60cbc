using Tacit.Simulation.Network;
using Tacit.Simulation.World;

namespace Tacit.Simulation.Clients;

/// <summary>A client's connection to a front, with both of its ends.</summary>
internal sealed class Call
{
    private readonly SimulatedWorld _world;
    private readonly Weather _weather;
    private readonly SimulatedProcess _front;
    private readonly Cable<byte[]> _there;
    private readonly Cable<byte[]> _back;
    private readonly WebSocketFrames _frames;
    private readonly Queue<byte[]> _arrived = new();
    private bool _isClosed;

    /// <summary>Connects.</summary>
    /// <param name="world">The world.</param>
    /// <param name="weather">How long messages take.</param>
    /// <param name="front">The process that answers.</param>
    public Call(SimulatedWorld world, Weather weather, SimulatedProcess front)
    {
        (_world, _weather, _front) = (world, weather, front);
        _frames = new WebSocketFrames(world.Chance.Fork());
        _there = new Cable<byte[]>(world, weather);
        _back = new Cable<byte[]>(world, weather);
        Connection = new SimulatedConnection(
            front, _there, _back, bytesUnderWayMax: world.Chance.Pick([512, 4096, 65536]));
        _there.Arrived = () => front.Post(Connection.Arrived);
        _back.Arrived = Deliver;
    }

    /// <summary>The front's end.</summary>
    public SimulatedConnection Connection { get; }

    /// <summary>Told of each piece for the client.</summary>
    public Action Arrived { get; set; } = () => { };

    /// <summary>The client sends a message, which may arrive in pieces.</summary>
    public void Send(byte[] message)
    {
        var rest = _frames.Binary(message).AsSpan();
        while (rest.Length > 1 && _world.Chance.OneIn(4))
        {
            var length = _world.Chance.Next(1, rest.Length);
            _there.Send(rest[..length].ToArray());
            rest = rest[length..];
        }

        _there.Send(rest.ToArray());
    }

    /// <summary>The client takes the next message; an empty one says that the connection is over.</summary>
    public bool TryTake(out byte[] message)
    {
        while (!_frames.TryTake(out message))
        {
            if (!_arrived.TryDequeue(out var bytes))
                return false;
            if (bytes.Length == 0)
                return true;
            _frames.Add(bytes);
            _front.Post(() => Connection.Drained(bytes.Length));
        }

        return true;
    }

    /// <summary>The client says goodbye.</summary>
    public void Hangup()
    {
        _isClosed = true;
        _there.Send(_frames.Close());
        _there.Send([]);
    }

    /// <summary>The connection breaks: what is under way is lost, and both ends notice, sooner or later.</summary>
    public void Cut()
    {
        _there.Cut(_world.Chance);
        _back.Cut(_world.Chance);
        var wait = _world.Chance.OneIn(4) ? _weather.Silence() * 10 : _weather.Latency();
        _world.After(wait, () => _front.Post(Connection.Cut));
        _world.After(_weather.Latency(), Close);
    }

    /// <summary>The front was killed: the client notices.</summary>
    public void FrontDied()
    {
        _back.Cut(_world.Chance);
        _world.After(_world.Chance.OneIn(4) ? _weather.Silence() : _weather.Latency(), Close);
    }

    private void Deliver()
    {
        while (!_isClosed && _back.TryTake(out var bytes))
        {
            if (bytes.Length == 0)
                Close();
            else
                Hand(bytes);
        }
    }

    private void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        Hand([]);
    }

    private void Hand(byte[] bytes)
    {
        _arrived.Enqueue(bytes);
        Arrived();
    }
}
