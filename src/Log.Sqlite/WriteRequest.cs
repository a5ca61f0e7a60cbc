using System.Diagnostics;
using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>Something for the writer to do. Whoever asked may give up until the writer takes it.</summary>
internal abstract class WriteRequest
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private int _state;

    /// <summary>The writer begins. From here on the request is carried out, and its memory is in use.</summary>
    /// <returns>False if whoever asked has given up.</returns>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Gives up, unless the writer has begun: then it is over in a moment anyway.</summary>
    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
            Cancel(cancellationToken);
    }

    /// <summary>Carries it out by itself and answers. Not for an <see cref="AppendRequest"/>.</summary>
    public abstract void Run();

    /// <summary>Answers with an exception.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Answers that it was given up.</summary>
    protected abstract void Cancel(CancellationToken cancellationToken);
}

/// <summary>A request with an answer.</summary>
internal abstract class WriteRequest<T> : WriteRequest
{
    // Whoever waits goes on elsewhere: not on the writer's thread.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public void Succeed(T answer) => _answer.SetResult(answer);

    public override void Fail(Exception exception) => _answer.SetException(exception);

    protected override void Cancel(CancellationToken cancellationToken) => _answer.SetCanceled(cancellationToken);
}

/// <summary>Entries to append, in one transaction with those of others.</summary>
internal sealed class AppendRequest(IReadOnlyList<PendingAppend> batch) : WriteRequest<IReadOnlyList<AppendResult>>
{
    public IReadOnlyList<PendingAppend> Batch { get; } = batch;

    public override void Run() => throw new UnreachableException();

    /// <summary>Answers that the store took none of them.</summary>
    public void Refuse(Code code)
    {
        var results = new AppendResult[Batch.Count];
        Array.Fill(results, AppendResult.Refused(code));
        Succeed(results);
    }
}

/// <summary>Anything else, done by itself.</summary>
internal sealed class Job<T>(Func<T> work) : WriteRequest<T>
{
    public override void Run() => Succeed(work());
}
