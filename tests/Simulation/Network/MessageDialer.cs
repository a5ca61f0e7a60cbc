using Tacit.Simulation.Checks;
using Tacit.Simulation.Cluster;
using Tacit.Simulation.World;
using Tacit.Wire.Roles;

namespace Tacit.Simulation.Network;

/// <summary>
/// A link that carries messages as they are: quick to simulate, and worse than the real one. A connection that one end
/// believes dead may look alive to the other for seconds, also while the next one stands already.
/// </summary>
internal sealed class MessageDialer(SimulatedWorld world, Weather weather, Node from, Node to, Sabotage sabotage)
    : Dialer(from, to)
{
    private SimulatedLink? _near;
    private SimulatedLink? _far;
    private Cable<RoleMessage>? _there;
    private Cable<RoleMessage>? _back;
    private TimeSpan _blockedUntil;

    private bool IsBlocked => world.Now < _blockedUntil;

    /// <inheritdoc />
    public override void Start()
    {
        var process = From.Process;
        world.After(weather.Latency(), () => Dial(process));
    }

    /// <inheritdoc />
    public override void Cut()
    {
        _there?.Cut(world.Chance);
        _back?.Cut(world.Chance);
        CloseLater(_near, NoticeTime());
        CloseLater(_far, NoticeTime());
    }

    /// <inheritdoc />
    public override void Block(TimeSpan time)
    {
        _blockedUntil = world.Now + time;
        _there?.Stall(time);
        _back?.Stall(time);
        GiveUpUnless(_near, () => !IsBlocked);
        GiveUpUnless(_far, () => !IsBlocked);
    }

    /// <inheritdoc />
    public override void Unblock() => _blockedUntil = world.Now;

    /// <inheritdoc />
    public override void Died(Node node)
    {
        if (node == From)
        {
            _near?.Close();
            _there?.Cut(world.Chance);
            CloseLater(_far, NoticeTime());
        }
        else
        {
            _far?.Close();
            _back?.Cut(world.Chance);
            CloseLater(_near, NoticeTime());
        }
    }

    /// <inheritdoc />
    public override void Paused(Node node)
    {
        var process = node.Process;
        GiveUpUnless(node == From ? _far : _near, () => process is not { IsAlive: true, IsPaused: true });
    }

    private void Dial(SimulatedProcess? process)
    {
        if (process is not { IsAlive: true } || From.Process != process || _near is { IsOpen: true })
            return;
        if (process.IsPaused || IsBlocked || To.Process is not { IsAlive: true, IsPaused: false } || !To.IsReady)
        {
            world.After(world.Chance.Ms(20, 500), () => Dial(process));
            return;
        }

        var there = new Cable<RoleMessage>(world, weather, sabotage);
        var back = new Cable<RoleMessage>(world, weather, sabotage);
        var near = new SimulatedLink(world, process, From.RoleOf(From.Id), To.Id, true, there, back, sabotage);
        var far = new SimulatedLink(world, To.Process, To.RoleOf(To.Id), From.Id, false, back, there, sabotage);
        far.Took = near.HasRoom;
        near.Noticed = () => world.After(world.Chance.Ms(20, 500), () => Dial(process));
        (_near, _far, _there, _back) = (near, far, there, back);
        far.Open();
        world.After(weather.Latency(), near.Open);
    }

    private void GiveUpUnless(SimulatedLink? end, Func<bool> isFine)
    {
        if (end is null)
            return;
        var (there, back, other) = (_there!, _back!, end == _near ? _far : _near);
        world.After(weather.Silence(), () =>
        {
            if (!end.IsOpen || isFine())
                return;
            there.Cut(world.Chance);
            back.Cut(world.Chance);
            end.Close();
            CloseLater(other, weather.Silence());
        });
    }

    private void CloseLater(SimulatedLink? end, TimeSpan wait)
    {
        if (end is not null)
            world.After(wait, end.Close);
    }

    // Mostly the other's system says that the connection is gone; where the machine died, nobody does.
    private TimeSpan NoticeTime() => world.Chance.OneIn(4) ? weather.Silence() : weather.Latency();
}
