namespace Tacit.Server.Front;

/// <summary>
/// So many bytes may be under way at once; who wants more waits, first come, first served. What is larger than the
/// whole
/// budget is let through when nothing else is under way.
/// </summary>
/// <param name="sizeMax">The budget in bytes.</param>
internal sealed class ByteBudget(long sizeMax)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Size, TaskCompletionSource Taken)> _waiting = new();
    private long _used;

    /// <summary>How much is taken.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Takes from the budget if that needs no wait.</summary>
    public bool TryTake(long size)
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || !Fits(size))
                return false;
            _used += size;
            return true;
        }
    }

    /// <summary>Takes from the budget as soon as there is room.</summary>
    public Task TakeAsync(long size)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(size))
            {
                _used += size;
                return Task.CompletedTask;
            }

            var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((size, taken));
            return taken.Task;
        }
    }

    /// <summary>Gives back.</summary>
    public void Give(long size)
    {
        lock (_gate)
        {
            _used -= size;
            while (_waiting.TryPeek(out var next) && Fits(next.Size))
            {
                _used += next.Size;
                _waiting.Dequeue().Taken.SetResult();
            }
        }
    }

    private bool Fits(long size) => _used == 0 || _used + size <= sizeMax;
}
