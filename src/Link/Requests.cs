using System.Collections.Concurrent;
using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>
/// Requests that wait for their answers, by number. Each ends: answered, lost with its link, or given up.
/// </summary>
/// <typeparam name="TAnswer">What an answer is.</typeparam>
/// <param name="lost">What is answered where a link closed before its peer did.</param>
public sealed class Requests<TAnswer>(TAnswer lost)
    where TAnswer : RoleMessage
{
    private readonly ConcurrentDictionary<long, Waiting> _waiting = new();
    private long _last;

    /// <summary>What is answered where a link closed before its peer did.</summary>
    public TAnswer Lost { get; } = lost;

    /// <summary>Asks, and waits for the answer. Continuations do not run inside <see cref="Answer"/>.</summary>
    /// <param name="link">Whom.</param>
    /// <param name="ask">Makes the message that has the request's number, which is 1 or above.</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    public async Task<TAnswer> AskAsync(
        ILink link, Func<long, RoleMessage> ask, CancellationToken cancellationToken = default)
    {
        var number = Interlocked.Increment(ref _last);
        var waiting = new Waiting(link);
        _waiting[number] = waiting;
        await link.SendAsync(ask(number));

        // A link that closes from here on finds the request among those that wait.
        if (!link.IsOpen)
            Answer(number, Lost);

        // Not Task.WaitAsync: its continuations take a way over the thread pool, whatever context awaits them.
        using var givenUp = cancellationToken.UnsafeRegister((_, token) => GiveUp(number, token), null);
        return await waiting.Task;
    }

    /// <summary>Answers a request. A number that waits for nothing is ignored: the asker may have gone.</summary>
    public void Answer(long number, TAnswer answer)
    {
        if (_waiting.TryRemove(number, out var waiting))
            waiting.TrySetResult(answer);
    }

    /// <summary>A link closed: whatever waits for its answers gets the one for lost requests.</summary>
    public void Closed(ILink link)
    {
        foreach (var (number, waiting) in _waiting.OrderBy(one => one.Key))
        {
            if (waiting.Link == link)
                Answer(number, Lost);
        }
    }

    private void GiveUp(long number, CancellationToken cancellationToken)
    {
        if (_waiting.TryRemove(number, out var waiting))
            waiting.TrySetCanceled(cancellationToken);
    }

    private sealed class Waiting(ILink link)
        : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ILink Link { get; } = link;
    }
}
