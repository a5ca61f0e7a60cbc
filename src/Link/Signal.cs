namespace Tacit.Link;

/// <summary>
/// Wakes one waiter: however often it is set while nobody waits, the next wait ends at once, and once. Any thread may
/// set
/// it; only one may wait.
/// </summary>
public sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0);
    private int _isSet;

    /// <summary>Ends the wait that runs, or the next one.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
            _semaphore.Release();
    }

    /// <summary>Waits until it is set, and takes that back.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken);
        Volatile.Write(ref _isSet, 0);
    }

    /// <inheritdoc />
    public void Dispose() => _semaphore.Dispose();
}
