using Tacit.Link;

namespace Tacit.Simulation.World;

/// <summary>
/// What a process is to the code in it: where awaits go on, where started work runs, and the clock. Killed, it does
/// nothing more: what waited in it never goes on. Paused, it goes on later, and finds out how late it is.
/// </summary>
internal sealed class SimulatedProcess : SynchronizationContext
{
    private readonly SimulatedWorld _world;
    private readonly List<Step> _held = [];

    public SimulatedProcess(SimulatedWorld world, string name, int number)
    {
        (_world, Name, Number) = (world, name, number);
        Clock = new SimulatedClock(world, this);
        Surroundings = new Surroundings(Clock, new ChanceBytes(world.Chance.Fork()), new SimulatedScheduler(this));
    }

    /// <summary>For the trace.</summary>
    public string Name { get; }

    /// <summary>No other process of the world has it.</summary>
    public int Number { get; }

    /// <summary>Its clock.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>What roles in it are given.</summary>
    public Surroundings Surroundings { get; }

    /// <summary>Whether it was not killed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether it stands still.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Ends it at once, as SIGKILL does.</summary>
    public void Kill()
    {
        IsAlive = false;
        _held.Clear();
    }

    /// <summary>Lets it stand still, as SIGSTOP does.</summary>
    public void Pause() => IsPaused = true;

    /// <summary>Lets it go on.</summary>
    public void Resume()
    {
        IsPaused = false;
        foreach (var step in _held)
            _world.Ready(step);
        _held.Clear();
    }

    /// <summary>Does something in this process, as a step of its own.</summary>
    public void Post(Action action) => Post(static state => ((Action)state!)(), action);

    /// <inheritdoc />
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsAlive)
            _world.Ready(new(this, d, state));
    }

    /// <inheritdoc />
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new ViolationException($"{Name} waits for its own thread");

    /// <inheritdoc />
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Makes a step, unless it was killed or stands still.</summary>
    public void Run(in Step step)
    {
        if (!IsAlive)
            return;
        if (IsPaused)
        {
            _held.Add(step);
            return;
        }

        _world.Trace.Add((ulong)Number);
        SetSynchronizationContext(this);
        step.Callback(step.State);
    }

    /// <summary>Lets others go first.</summary>
    public Task Yield()
    {
        var turn = new TaskCompletionSource();
        Post(turn.SetResult);
        return turn.Task;
    }

    /// <summary>Watches work that was started: a role's work ends its process when it fails, and says so.</summary>
    public async void Watch(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
        }
        catch (ViolationException)
        {
            throw;
        }
        catch (Exception exception)
        {
            throw new ViolationException($"work of {Name} failed: {exception}", exception);
        }
    }
}
