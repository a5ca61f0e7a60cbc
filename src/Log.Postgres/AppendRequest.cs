using Tacit.Wire;

namespace Tacit.Log.Postgres;

/// <summary>
/// Entries to append, in one transaction with those of others. Whoever asked may give up until the writer takes it.
/// </summary>
internal sealed class AppendRequest(IReadOnlyList<PendingAppend> batch)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    // Whoever waits goes on elsewhere: not where the writer runs.
    private readonly TaskCompletionSource<IReadOnlyList<AppendResult>> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _state;

    public IReadOnlyList<PendingAppend> Batch { get; } = batch;

    public Task<IReadOnlyList<AppendResult>> Answer => _answer.Task;

    /// <summary>The writer begins. From here on the memory is in use.</summary>
    /// <returns>False if whoever asked has given up.</returns>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Gives up, unless the writer has begun: then it is over in a moment anyway.</summary>
    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
            _answer.SetCanceled(cancellationToken);
    }

    public void Succeed(AppendResult[] results) => _answer.SetResult(results);

    /// <summary>Answers that the store took none of them, as far as is known.</summary>
    public void Refuse(Code code)
    {
        var results = new AppendResult[Batch.Count];
        Array.Fill(results, AppendResult.Refused(code));
        Succeed(results);
    }

    public void Fail(LogDamagedException damage) =>
        _answer.SetException(new LogDamagedException(damage.Message, damage));
}
