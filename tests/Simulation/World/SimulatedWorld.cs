namespace Tacit.Simulation.World;

/// <summary>
/// One thread on which everything happens, one step after the other, in an order that a seed chooses; and a clock that
/// jumps to what happens next. Nothing else moves a run.
/// </summary>
internal sealed class SimulatedWorld
{
    // How far the clock may run ahead of work that is ready: the speed of a loaded machine.
    private static readonly TimeSpan WorkMax = TimeSpan.FromMilliseconds(3);

    private readonly PriorityQueue<Action, (long At, long Number)> _events = new();
    private readonly List<Step> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly int _disorder;
    private readonly int _load;
    private long _eventCount;
    private int _processCount;
    private volatile string? _escape;

    /// <summary>Makes a world.</summary>
    public SimulatedWorld(ulong seed, bool keepsLines)
    {
        Chance = new Chance(seed);
        Trace = new Trace(keepsLines);

        // From nearly first come, first served to any order, on machines with much time or little.
        _disorder = Chance.Pick([1, 2, 4, 16]);
        _load = Chance.Pick([4, 16, 64, 1024]);
    }

    /// <summary>All that is random.</summary>
    public Chance Chance { get; }

    /// <summary>What happened.</summary>
    public Trace Trace { get; }

    /// <summary>Since the world began.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many steps were made.</summary>
    public long StepCount { get; private set; }

    /// <summary>Makes a process, which runs at once.</summary>
    public SimulatedProcess NewProcess(string name) => new(this, name, ++_processCount);

    /// <summary>Does something later. World events are not part of any process.</summary>
    public void After(TimeSpan delay, Action action) =>
        _events.Enqueue(action, ((Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).Ticks, _eventCount++));

    /// <summary>Says what happens, for the trace.</summary>
    public void Say(string who, string what) => Trace.Say(Now, who, what);

    /// <summary>Runs until a condition holds, or a time has passed. False if it was the time.</summary>
    public bool RunUntil(Func<bool> isDone, TimeSpan within)
    {
        var end = Now + within;
        while (!isDone())
        {
            if (Now > end || !TryStep())
                return false;
        }

        return true;
    }

    /// <summary>Something in a process can go on.</summary>
    public void Ready(in Step step)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape = $"work of {step.Process.Name} left the simulated thread:\n{Environment.StackTrace}";
            return;
        }

        _ready.Add(step);
    }

    private bool TryStep()
    {
        if (_escape is { } escape)
            throw new ViolationException(escape);
        StepCount++;
        if (_ready.Count == 0 || IsClockFirst())
            return TryFire();

        var at = Chance.Next(_disorder) == 0 ? Chance.Next(_ready.Count) : 0;
        var step = _ready[at];
        _ready.RemoveAt(at);
        step.Process.Run(step);
        return true;
    }

    private bool IsClockFirst() =>
        Chance.OneIn(_load) && _events.TryPeek(out _, out var next) && TimeSpan.FromTicks(next.At) - Now < WorkMax;

    private bool TryFire()
    {
        if (!_events.TryDequeue(out var action, out var when))
            return false;
        Now = TimeSpan.FromTicks(when.At);
        Trace.Add((ulong)when.At);
        SynchronizationContext.SetSynchronizationContext(null);
        action();
        return true;
    }
}
