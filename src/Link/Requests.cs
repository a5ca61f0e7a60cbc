using System.Collections.Concurrent;
using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>Requests that wait for their answers, by number. Each ends: answered, or lost with its link.</summary>
/// <typeparam name="TAnswer">What an answer is.</typeparam>
/// <param name="lost">What is answered where a link closed before its peer did.</param>
public sealed class Requests<TAnswer>(TAnswer lost)
    where TAnswer : RoleMessage
{
    private readonly ConcurrentDictionary<long, Waiting> _waiting = new();
    private long _last;

    /// <summary>Asks, and waits for the answer. Continuations run on the pool.</summary>
    /// <param name="link">Whom.</param>
    /// <param name="ask">Makes the message that has the request's number, which is 1 or above.</param>
    public async Task<TAnswer> AskAsync(ILink link, Func<long, RoleMessage> ask)
    {
        var number = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = new(link, answer);
        await link.SendAsync(ask(number));

        // A link that closes from here on finds the request among those that wait.
        if (!link.IsOpen)
            Answer(number, lost);
        return await answer.Task;
    }

    /// <summary>Answers a request. A number that waits for nothing is ignored: the asker may have gone.</summary>
    public void Answer(long number, TAnswer answer)
    {
        if (_waiting.TryRemove(number, out var waiting))
            waiting.Answer.TrySetResult(answer);
    }

    /// <summary>A link closed: whatever waits for its answers gets the one for lost requests.</summary>
    public void Closed(ILink link)
    {
        foreach (var (number, waiting) in _waiting)
        {
            if (waiting.Link == link)
                Answer(number, lost);
        }
    }

    private readonly record struct Waiting(ILink Link, TaskCompletionSource<TAnswer> Answer);
}
