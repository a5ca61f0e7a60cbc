using Tacit.Log;
using Tacit.Simulation.Checks;
using Tacit.Simulation.World;
using Tacit.Wire;

namespace Tacit.Simulation.Disk;

/// <summary>
/// A log over a <see cref="SimulatedDisk"/>: the model of logs, with the time that a disk needs. Transactions are
/// flushed several at a time; only then do readers see them, and only then are they answered.
/// </summary>
internal sealed class SimulatedLog : ILog, ILeases
{
    private const int GroupMax = 4;

    // Small, so that a backfill has many pages, and one fits into the smallest outbox of a run.
    private const int PageMax = 4 * 1024;

    private readonly SimulatedWorld _world;
    private readonly SimulatedProcess _process;
    private readonly SimulatedDisk _disk;
    private readonly Truth _truth;
    private readonly Sabotage _sabotage;
    private readonly MemoryLog _applied;
    private readonly Queue<(Operation Operation, TaskCompletionSource<object> Done)> _waiting = new();
    private readonly HashSet<ChannelId> _channels = [];
    private readonly Dictionary<Shard, long> _tokens = [];
    private readonly bool _isReading = true;
    private bool _isWriting;

    /// <summary>Opens the log: reads the journal, and flushes what was read.</summary>
    public SimulatedLog(
        SimulatedWorld world,
        SimulatedProcess process,
        SimulatedDisk disk,
        Truth truth,
        LogSettings settings,
        Incarnation incarnation,
        Sabotage sabotage)
    {
        (_world, _process, _disk, _truth, Incarnation, _sabotage) =
            (world, process, disk, truth, incarnation, sabotage);
        _applied = new MemoryLog(settings, process.Clock, static _ => default);
        foreach (var operation in disk.Journal)
            Apply(operation);
        _isReading = false;
        disk.Flush();
        foreach (var channel in _channels)
            truth.Recovered(channel, Now(_applied.FindAsync(channel, default, default))!.Head);
    }

    /// <inheritdoc />
    public Incarnation Incarnation { get; }

    /// <inheritdoc />
    public ILeases Leases => this;

    /// <inheritdoc />
    public async ValueTask<ChannelState?> FindAsync(
        ChannelId channel, AuthorId author, CancellationToken cancellationToken)
    {
        await AccessAsync(cancellationToken);
        return Now(_applied.FindAsync(channel, author, default));
    }

    /// <inheritdoc />
    public async ValueTask<Code> CreateAsync(
        ChannelId channel, ReadOnlyMemory<byte> descriptor, CancellationToken cancellationToken) =>
        (Code)await WriteAsync(new Operation.Create(channel, descriptor));

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<PendingAppend> batch, CancellationToken cancellationToken) =>
        (IReadOnlyList<AppendResult>)await WriteAsync(new Operation.Append(
            [.. batch.Select(one => one with { Entry = one.Entry.ToArray() })]));

    /// <inheritdoc />
    public async ValueTask<Page> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        await AccessAsync(cancellationToken);

        // A page may be shorter than was asked for.
        var chance = _world.Chance;
        var page = Now(_applied.ReadAsync(
            query with { SizeMaxBytes = chance.OneIn(2) ? PageMax : chance.Next(1, 1000) }, default));
        return _sabotage == Sabotage.SkipsInPages && page.Entries.Count > 1
            ? page with { Entries = [.. page.Entries.SkipLast(1)] }
            : page;
    }

    /// <inheritdoc />
    public ValueTask<Trimmed> TrimAsync(CancellationToken cancellationToken) => ValueTask.FromResult(default(Trimmed));

    /// <inheritdoc />
    public ValueTask<LogUsage> MeasureAsync(CancellationToken cancellationToken) => _applied.MeasureAsync(default);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask<Lease> AcquireAsync(
        Shard shard, LeaseHolder holder, bool takeOver, CancellationToken cancellationToken) =>
        (Lease)await WriteAsync(new Operation.Acquire(shard, holder, takeOver));

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Lease>> RenewAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken)
    {
        await AccessAsync(cancellationToken);
        return Now(_applied.RenewAsync(holder, shards, default));
    }

    /// <inheritdoc />
    public async ValueTask ReleaseAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken) =>
        await WriteAsync(new Operation.Release(holder, shards));

    // The log in memory answers at once.
    private static T Now<T>(ValueTask<T> answer) => answer.IsCompletedSuccessfully
        ? answer.Result
        : throw new InvalidOperationException("A log in memory made somebody wait.");

    private static void Now(ValueTask answer)
    {
        if (!answer.IsCompletedSuccessfully)
            throw new InvalidOperationException("A log in memory made somebody wait.");
    }

    private async Task AccessAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_disk.AccessTime(), _process.Clock, cancellationToken);
        if (_disk.IsFailing)
            throw new IOException("The disk does not answer.");
    }

    private Task<object> WriteAsync(Operation operation)
    {
        var done = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((operation, done));
        if (!_isWriting)
        {
            _isWriting = true;
            _process.Watch(WriteAllAsync());
        }

        return done.Task;
    }

    private async Task WriteAllAsync()
    {
        while (_waiting.Count > 0)
        {
            await Task.Delay(_disk.AccessTime(), _process.Clock);
            var group = new List<(Operation Operation, TaskCompletionSource<object> Done)>();
            while (group.Count < GroupMax && _waiting.TryDequeue(out var next))
                group.Add(next);
            if (_disk.IsFailing)
            {
                foreach (var (_, done) in group)
                    done.SetException(new IOException("The disk does not answer."));
                continue;
            }

            await WriteAsync(group);
        }

        _isWriting = false;
    }

    private async Task WriteAsync(List<(Operation Operation, TaskCompletionSource<object> Done)> group)
    {
        if (_disk.IsFull)
        {
            foreach (var (operation, done) in group)
            {
                if (Full(operation) is { } refused)
                    done.SetResult(refused);
                else
                    done.SetException(new IOException("The disk is full."));
            }

            return;
        }

        foreach (var (operation, done) in group)
        {
            _disk.Write(operation);
            if (_sabotage == Sabotage.AnswersBeforeFlush && operation is Operation.Append append)
                done.SetResult(append.Batch.Select(one => Guess(one)).ToArray());
        }

        await Task.Delay(_disk.AccessTime(), _process.Clock);
        if (_sabotage != Sabotage.NeverFlushes)
            _disk.Flush();
        foreach (var (operation, done) in group)
        {
            // What is durable may still be answered with an error: the asker cannot know.
            var result = Apply(operation);
            if (_disk.IsFailing)
                done.TrySetException(new IOException("The disk does not answer."));
            else
                done.TrySetResult(result);
        }
    }

    private object Apply(Operation operation)
    {
        switch (operation)
        {
            case Operation.Create create:
                _channels.Add(create.Channel);
                return Now(_applied.CreateAsync(create.Channel, create.Descriptor, default));
            case Operation.Append append:
                return Apply(append.Batch);
            case Operation.Acquire acquire:
                return Apply(acquire);
            case Operation.Release release:
                Now(_applied.ReleaseAsync(release.Holder, release.Shards, default));
                return Code.None;
            default:
                throw new InvalidOperationException($"No log knows {operation}.");
        }
    }

    // What was granted once is granted again when the journal is read, and nothing else: time has passed since.
    private object Apply(Operation.Acquire acquire)
    {
        if (acquire.WasGranted == false)
            return Code.None;
        var isNews = acquire.WasGranted is null;
        var takeOver = acquire.TakeOver || !isNews;
        var lease = Now(_applied.AcquireAsync(acquire.Shard, acquire.Holder, takeOver, default));
        acquire.WasGranted = lease.Token > _tokens.GetValueOrDefault(acquire.Shard);
        _tokens[acquire.Shard] = lease.Token;
        if (isNews)
            _truth.Granted(acquire.Shard, lease.Token);
        return lease;
    }

    private IReadOnlyList<AppendResult> Apply(IReadOnlyList<PendingAppend> batch)
    {
        var told = batch;
        if (_sabotage == Sabotage.IgnoresTokens)
            batch = [.. batch.Select(one => one with { Token = _tokens.GetValueOrDefault(Shard.Of(one.Channel)) })];
        var results = Now(_applied.AppendAsync(batch, default));
        for (var at = 0; at < batch.Count; at++)
        {
            var (result, entry) = (results[at], batch[at].Entry);
            if (result is { Code: Code.None, WasThere: false })
            {
                _truth.Add(batch[at].Channel, result.Seq, entry);
                if (!_isReading)
                    _truth.CheckToken(told[at].Channel, told[at].Token);
            }
        }

        return results;
    }

    // What the log is about to say, if nothing else comes between.
    private AppendResult Guess(PendingAppend pending)
    {
        EntryHeader.TryRead(pending.Entry.Span, out var header, out _);
        var state = Now(_applied.FindAsync(pending.Channel, header.Author, default));
        return AppendResult.Added((state?.Head ?? 0) + 1);
    }

    private static object? Full(Operation operation) => operation switch
    {
        Operation.Append append => append.Batch.Select(_ => AppendResult.Refused(Code.StoreFull)).ToArray(),
        Operation.Create => Code.StoreFull,
        _ => null,
    };
}
