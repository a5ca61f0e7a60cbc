using System.Collections.Concurrent;

namespace Tacit.Link;

/// <summary>Requests that wait for their answers, by number.</summary>
/// <typeparam name="TAnswer">What an answer is.</typeparam>
public sealed class Requests<TAnswer>
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<TAnswer>> _waiting = new();
    private long _last;

    /// <summary>Opens a request.</summary>
    /// <param name="answer">Completes when the answer is there; continuations run on the pool.</param>
    /// <returns>Its number, from 1.</returns>
    public long Open(out Task<TAnswer> answer)
    {
        var number = Interlocked.Increment(ref _last);
        var source = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = source;
        answer = source.Task;
        return number;
    }

    /// <summary>Answers a request. A number that waits for nothing is ignored: the asker may have gone.</summary>
    public void Answer(long number, TAnswer answer)
    {
        if (_waiting.TryRemove(number, out var source))
            source.TrySetResult(answer);
    }
}
