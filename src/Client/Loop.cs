using System.Threading.Channels;

namespace Tacit.Client;

/// <summary>
/// Runs work on one logical thread, in order: all state of a client belongs to it, and needs no locks. After each burst
/// <paramref name="afterBurst"/> runs: there, what the burst made is flushed once and sent. A fault of the work is a
/// fault of this code: the loop ends with it, and so does every call.
/// </summary>
internal sealed class Loop(Action afterBurst)
{
    private readonly Channel<Item> _work =
        System.Threading.Channels.Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TaskCompletionSource> _done = [];

    /// <summary>Completes when the loop has ended, or fails with the fault that ended it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What runs once the burst's effects are durable and sent.</summary>
    public List<Action> AfterBurst { get; } = [];

    /// <summary>Does the work in turn. After <see cref="Complete"/> it is dropped.</summary>
    public void Post(Action work) => _work.Writer.TryWrite(new(work, null));

    /// <summary>Does the work in turn, and completes after the burst it was in.</summary>
    /// <exception cref="ObjectDisposedException">The loop has ended.</exception>
    public Task CallAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _work.Writer.TryWrite(new(work, done)) ? done.Task : Task.FromException(Closed());
    }

    /// <summary>Waits for something that the loop will complete, and no longer than the loop runs.</summary>
    public async Task<T> WaitAsync<T>(Task<T> wanted, CancellationToken cancellationToken)
    {
        await Task.WhenAny(wanted, Ended).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (wanted.IsCompleted)
            return await wanted.ConfigureAwait(false);
        await Ended.ConfigureAwait(false);
        throw Closed();
    }

    /// <summary>Ends the loop after what was posted so far.</summary>
    public void Complete() => _work.Writer.TryComplete();

    /// <summary>Runs until <see cref="Complete"/>.</summary>
    public async Task RunAsync()
    {
        Exception? fault = null;
        try
        {
            while (await _work.Reader.WaitToReadAsync().ConfigureAwait(false))
                RunBurst();
        }
        catch (Exception thrown) when (Keep(thrown, out fault))
        {
            throw;
        }
        finally
        {
            _work.Writer.TryComplete();
            while (_work.Reader.TryRead(out var item))
                item.Done?.TrySetException(fault ?? Closed());
            foreach (var done in _done)
                done.TrySetException(fault ?? Closed());
            if (fault is null)
                _ended.TrySetResult();
            else
                _ended.TrySetException(fault);
        }
    }

    private static bool Keep(Exception thrown, out Exception kept)
    {
        kept = thrown;
        return true;
    }

    private static ObjectDisposedException Closed() => new(nameof(TacitClient));

    private void RunBurst()
    {
        while (_work.Reader.TryRead(out var item))
        {
            Run(item);
        }

        afterBurst();
        Action[] after = [.. AfterBurst];
        AfterBurst.Clear();
        foreach (var one in after)
            one();
        foreach (var done in _done)
            done.TrySetResult();
        _done.Clear();
    }

    // A refusal belongs to the caller; anything else ends the loop.
    private void Run(Item item)
    {
        try
        {
            item.Work();
            if (item.Done is not null)
                _done.Add(item.Done);
        }
        catch (TacitException refusal) when (item.Done is not null)
        {
            item.Done.TrySetException(refusal);
        }
        catch (Exception fault)
        {
            item.Done?.TrySetException(fault);
            throw;
        }
    }

    private readonly record struct Item(Action Work, TaskCompletionSource? Done);
}
