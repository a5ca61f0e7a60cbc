using System.Collections.Concurrent;

namespace Tacit.Link;

/// <summary>Requests that wait for their answers, by number.</summary>
/// <typeparam name="TAnswer">What an answer is.</typeparam>
public sealed class Requests<TAnswer>
{
    private readonly ConcurrentDictionary<long, Waiting> _waiting = new();
    private long _last;

    /// <summary>Opens a request.</summary>
    /// <param name="answer">Completes when the answer is there; continuations do not run inside
    /// <see cref="Answer"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its number, from 1.</returns>
    public long Open(out Task<TAnswer> answer, CancellationToken cancellationToken = default)
    {
        var number = Interlocked.Increment(ref _last);
        var waiting = new Waiting();
        _waiting[number] = waiting;
        answer = waiting.Task;
        waiting.GivenUp = cancellationToken.UnsafeRegister((_, token) => GiveUp(number, token), null);
        return number;
    }

    /// <summary>Answers a request. A number that waits for nothing is ignored: the asker may have gone.</summary>
    public void Answer(long number, TAnswer answer)
    {
        if (!_waiting.TryRemove(number, out var waiting))
            return;
        waiting.GivenUp.Unregister();
        waiting.TrySetResult(answer);
    }

    private void GiveUp(long number, CancellationToken cancellationToken)
    {
        if (_waiting.TryRemove(number, out var waiting))
            waiting.TrySetCanceled(cancellationToken);
    }

    // Not Task.WaitAsync: its continuations take a way over the thread pool, whatever context awaits them.
    private sealed class Waiting() : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public CancellationTokenRegistration GivenUp { get; set; }
    }
}
