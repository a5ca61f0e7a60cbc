using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Log;

/// <summary>A log held in memory: the model that stored logs are tested against, and the one tests run on.</summary>
/// <param name="settings">Quotas and retention.</param>
/// <param name="time">The clock of epochs and of trimming.</param>
/// <param name="hash">Names snapshots.</param>
public sealed class MemoryLog(LogSettings settings, TimeProvider time, EntryHash hash) : ILog, ILeases
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ChannelId, MemoryChannel> _channels = [];
    private readonly AppendRule _appendRule = new(settings, time);
    private readonly TrimRule _trimRule = new(settings, time);
    private readonly LeaseTable _leases = new(settings.LeaseDuration, tokenFloor: 0, time);

    /// <inheritdoc />
    public Incarnation Incarnation { get; } = Incarnation.Read(RandomNumberGenerator.GetBytes(Incarnation.Length));

    /// <inheritdoc />
    public ILeases Leases => this;

    /// <inheritdoc />
    public ValueTask<ChannelState?> FindAsync(
        ChannelId channel, AuthorId author, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_channels.TryGetValue(channel, out var found))
                return ValueTask.FromResult<ChannelState?>(null);
            return ValueTask.FromResult<ChannelState?>(new()
            {
                Descriptor = found.Descriptor,
                Head = found.Head,
                Epoch = found.Epoch,
                EpochEntries = found.EpochEntries,
                SizeBytes = found.SizeBytes,
                SizeMaxBytes = settings.ChannelSizeMaxBytes,
                LastCounter = found.LastCounterOf(author),
            });
        }
    }

    /// <inheritdoc />
    public ValueTask<Code> CreateAsync(
        ChannelId channel, ReadOnlyMemory<byte> descriptor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _channels.TryAdd(channel, new(descriptor.ToArray()));
            return ValueTask.FromResult(Code.None);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<PendingAppend> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return ValueTask.FromResult<IReadOnlyList<AppendResult>>([.. batch.Select(Append)]);
    }

    /// <inheritdoc />
    public ValueTask<Page> ReadAsync(ReadQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(
                _channels.TryGetValue(query.Channel, out var channel) ? channel.Read(query) : new([], 0, 0));
        }
    }

    /// <inheritdoc />
    public ValueTask<Trimmed> TrimAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var trimmed = _channels.Values.Select(channel => channel.Trim(_trimRule)).ToArray();
            return ValueTask.FromResult(
                new Trimmed(trimmed.Sum(one => one.EntryCount), trimmed.Sum(one => one.SizeBytes)));
        }
    }

    /// <inheritdoc />
    public ValueTask<LogUsage> MeasureAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return ValueTask.FromResult(new LogUsage(_channels.Count, EntryCount(), SizeBytes()));
    }

    /// <inheritdoc />
    public ValueTask<Lease> AcquireAsync(
        Shard shard, LeaseHolder holder, bool takeOver, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var lease = _leases.Judge(shard, holder, takeOver);
            if (lease.Holder == holder)
                _leases.Keep(lease);
            return ValueTask.FromResult(lease);
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Lease>> RenewAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return ValueTask.FromResult(_leases.Renew(holder, shards));
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(
        LeaseHolder holder, IReadOnlyList<Shard> shards, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var shard in _leases.HeldBy(holder, shards))
                _leases.Keep(_leases.Look(shard) with { Holder = default });
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private AppendResult Append(PendingAppend pending)
    {
        if (!_leases.Admits(pending))
            return AppendResult.Refused(Code.Fenced, _leases.TokenOf(pending.Channel));
        var channel = _channels.GetValueOrDefault(pending.Channel);
        var result = _appendRule.Judge(channel, SizeBytes(), pending.Entry.Span, out var header);
        if (result is { Code: Code.None, WasThere: false })
            channel!.Add(pending.Entry.ToArray(), header, time.GetUtcNow(), hash);
        return result;
    }

    private long EntryCount() => _channels.Values.Sum(channel => channel.EntryCount);

    private long SizeBytes() => _channels.Values.Sum(channel => channel.SizeBytes);
}
