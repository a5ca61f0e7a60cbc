using System.Diagnostics;

namespace Tacit.Faults.Load;

/// <summary>How a client's acknowledgements come: how many, and the longest pause between two. Any thread.</summary>
internal sealed class Pace
{
    private readonly Lock _lock = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiting = [];
    private long _count;
    private long _newest = Stopwatch.GetTimestamp();
    private TimeSpan _longest;

    /// <summary>The longest pause since <see cref="Restart"/>, the one that is going on included.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (_lock)
                return Max(_longest, Stopwatch.GetElapsedTime(_newest));
        }
    }

    /// <summary>Entries were acknowledged.</summary>
    public void Beat()
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            _longest = Max(_longest, Stopwatch.GetElapsedTime(_newest, now));
            (_newest, _count) = (now, _count + 1);
            foreach (var one in _waiting.Where(one => one.Count <= _count).ToList())
            {
                _waiting.Remove(one);
                one.Reached.TrySetResult();
            }
        }
    }

    /// <summary>Forgets the pauses so far.</summary>
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

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
