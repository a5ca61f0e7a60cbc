using System.Diagnostics;

namespace Tacit.Faults.Load;

/// <summary>How a client's acknowledgements come: how often, and after how long at most. Any thread.</summary>
internal sealed class Pace
{
    private readonly Lock _lock = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiting = [];
    private long _count;
    private long _begun;
    private TimeSpan _longest;

    /// <summary>The longest wait since <see cref="Restart"/> that is over.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (_lock)
                return _longest;
        }
    }

    /// <summary>Entries were appended.</summary>
    public void Begin() => _begun = Stopwatch.GetTimestamp();

    /// <summary>All that was appended is acknowledged.</summary>
    public void End()
    {
        lock (_lock)
        {
            var wait = Stopwatch.GetElapsedTime(_begun);
            (_longest, _count) = (wait > _longest ? wait : _longest, _count + 1);
            foreach (var one in _waiting.Where(one => one.Count <= _count).ToList())
            {
                _waiting.Remove(one);
                one.Reached.TrySetResult();
            }
        }
    }

    /// <summary>Forgets the waits so far; one that is going on counts.</summary>
    public void Restart()
    {
        lock (_lock)
            _longest = default;
    }

    /// <summary>Completes when something was acknowledged so many more times.</summary>
    public Task MoreAsync(int count)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_count + count, reached));
            return reached.Task;
        }
    }
}
