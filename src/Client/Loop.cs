using System.Threading.Channels;

namespace Tacit.Client;

/// <summary>
/// Runs work on one logical thread, in order: all state of a client belongs to it, and needs no locks. After each burst
/// <paramref name="afterBurst"/> runs: there, what the burst made is flushed once and sent.
/// </summary>
internal sealed class Loop(Action afterBurst)
{
    private readonly Channel<Action> _work =
        System.Threading.Channels.Channel.CreateUnbounded<Action>(new() { SingleReader = true });

    /// <summary>Does the work in turn. After <see cref="Complete"/> it is dropped.</summary>
    public void Post(Action work) => _work.Writer.TryWrite(work);

    /// <summary>Does the work in turn, and completes after the burst it was in.</summary>
    public Task CallAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = _work.Writer.TryWrite(() =>
        {
            work();
            AfterBurst.Add(() => done.TrySetResult());
        });
        return isTaken ? done.Task : Task.FromException(new ObjectDisposedException(nameof(TacitClient)));
    }

    /// <summary>What completes once the burst's effects are durable and sent.</summary>
    public List<Action> AfterBurst { get; } = [];

    /// <summary>Ends the loop after what was posted so far.</summary>
    public void Complete() => _work.Writer.TryComplete();

    /// <summary>Runs until <see cref="Complete"/>.</summary>
    public async Task RunAsync()
    {
        while (await _work.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_work.Reader.TryRead(out var work))
                work();
            afterBurst();
            Action[] done = [.. AfterBurst];
            AfterBurst.Clear();
            foreach (var one in done)
                one();
        }
    }
}
