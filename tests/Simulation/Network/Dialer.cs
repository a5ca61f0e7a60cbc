using Tacit.Simulation.Checks;
using Tacit.Simulation.Cluster;
using Tacit.Simulation.World;
using Tacit.Wire.Roles;

namespace Tacit.Simulation.Network;

/// <summary>
/// Keeps a link between two nodes: dials while there is none, and stands for all that can happen to it. A connection
/// that one end believes dead may look alive to the other for seconds, also while the next one stands already.
/// </summary>
internal sealed class Dialer(SimulatedWorld world, Weather weather, Node from, Node to, Sabotage sabotage)
{
    private SimulatedLink? _near;
    private SimulatedLink? _far;
    private Cable<RoleMessage>? _there;
    private Cable<RoleMessage>? _back;
    private TimeSpan _blockedUntil;

    /// <summary>Who dials.</summary>
    public Node From => from;

    /// <summary>Who listens.</summary>
    public Node To => to;

    private bool IsBlocked => world.Now < _blockedUntil;

    /// <summary>Dials until there is a link. Called when the dialling node starts.</summary>
    public void Start()
    {
        var process = from.Process;
        world.After(weather.Latency(), () => Dial(process));
    }

    /// <summary>The connection breaks: both ends notice, sooner or later.</summary>
    public void Cut()
    {
        _there?.Cut(world.Chance);
        _back?.Cut(world.Chance);
        CloseLater(_near, NoticeTime());
        CloseLater(_far, NoticeTime());
    }

    /// <summary>
    /// Nothing gets through for a time. Ends that hear nothing for too long give the connection up; else what was sent
    /// arrives late.
    /// </summary>
    public void Block(TimeSpan time)
    {
        _blockedUntil = world.Now + time;
        _there?.Stall(time);
        _back?.Stall(time);
        GiveUpUnless(_near, () => !IsBlocked);
        GiveUpUnless(_far, () => !IsBlocked);
    }

    /// <summary>The blocking ends, for all that is sent from now on.</summary>
    public void Unblock() => _blockedUntil = world.Now;

    /// <summary>A node was killed: the other end notices.</summary>
    public void Died(Node node)
    {
        if (node == from)
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

    /// <summary>A node stands still: the other end gives it up if that takes too long.</summary>
    public void Paused(Node node)
    {
        var process = node.Process;
        GiveUpUnless(node == from ? _far : _near, () => process is not { IsAlive: true, IsPaused: true });
    }

    private void Dial(SimulatedProcess? process)
    {
        if (process is not { IsAlive: true } || from.Process != process || _near is { IsOpen: true })
            return;
        if (process.IsPaused || IsBlocked || to.Process is not { IsAlive: true, IsPaused: false } || !to.IsReady)
        {
            world.After(world.Chance.Ms(20, 500), () => Dial(process));
            return;
        }

        var there = new Cable<RoleMessage>(world, weather, sabotage);
        var back = new Cable<RoleMessage>(world, weather, sabotage);
        var near = new SimulatedLink(world, process, from.RoleOf(from.Id), to.Id, true, there, back, sabotage);
        var far = new SimulatedLink(world, to.Process, to.RoleOf(to.Id), from.Id, false, back, there, sabotage);
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
