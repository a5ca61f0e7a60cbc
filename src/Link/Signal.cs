using System.Threading.Tasks.Sources;

namespace Tacit.Link;

/// <summary>
/// Wakes one waiter: however often it is set while nobody waits, the next wait ends at once, and once. Any thread may
/// set it; only one may wait, and awaits what it was given before it waits again. A wait allocates nothing.
/// </summary>
public sealed class Signal : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _givenUp;
    private bool _isSet;
    private bool _hasWaiter;

    /// <summary>Ends the wait that runs, or the next one.</summary>
    public void Set()
    {
        lock (_gate)
        {
            if (!_hasWaiter)
            {
                _isSet = true;
                return;
            }

            _hasWaiter = false;
        }

        _wait.SetResult(true);
    }

    /// <summary>Waits until it is set, and takes that back.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _wait.Reset();
            _hasWaiter = true;
        }

        _givenUp = cancellationToken.UnsafeRegister(static (signal, token) => ((Signal)signal!).GiveUp(token), this);
        return new(this, _wait.Version);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token)
    {
        _givenUp.Dispose();
        _wait.GetResult(token);
    }

    private void GiveUp(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_hasWaiter)
                return;
            _hasWaiter = false;
        }

        _wait.SetException(new OperationCanceledException(cancellationToken));
    }
}
