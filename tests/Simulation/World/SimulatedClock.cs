namespace Tacit.Simulation.World;

/// <summary>
/// The clock of a process: the world's, and a wall clock that may jump. Timers fire as steps of the process.
/// </summary>
internal sealed class SimulatedClock(SimulatedWorld world, SimulatedProcess process) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // A machine that runs for a while when its first process starts.
    private static readonly TimeSpan UpTime = TimeSpan.FromDays(1);

    /// <summary>By how much the wall clock is off.</summary>
    public TimeSpan WallOffset { get; set; }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => Start + world.Now + WallOffset;

    /// <inheritdoc />
    public override long GetTimestamp() => (UpTime + world.Now).Ticks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(world, process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedWorld world, SimulatedProcess process, TimerCallback callback, object? state)
        : ITimer
    {
        private int _version;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            var version = ++_version;
            if (dueTime >= TimeSpan.Zero)
                world.After(dueTime, () => Fire(version));
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(int version)
        {
            if (version != _version || !process.IsAlive)
                return;
            process.Post(() =>
            {
                if (version != _version)
                    return;
                if (_period > TimeSpan.Zero)
                    world.After(_period, () => Fire(version));
                callback(state);
            });
        }
    }
}
