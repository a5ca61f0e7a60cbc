using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Log;

/// <summary>A log held in memory: the model that stored logs are tested against, and the one tests run on.</summary>
/// <param name="settings">Quotas and retention.</param>
/// <param name="time">The clock of epochs and of trimming.</param>
/// <param name="hash">Names snapshots.</param>
public sealed class MemoryLog(LogSettings settings, TimeProvider time, EntryHash hash) : ILog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ChannelId, MemoryChannel> _channels = [];
    private readonly AppendRule _appendRule = new(settings, time);
    private readonly TrimRule _trimRule = new(settings, time);

    /// <inheritdoc />
    public Incarnation Incarnation { get; } = Incarnation.Read(RandomNumberGenerator.GetBytes(Incarnation.Length));

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
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private AppendResult Append(PendingAppend pending)
    {
        var channel = _channels.GetValueOrDefault(pending.Channel);
        var result = _appendRule.Judge(channel, SizeBytes(), pending.Entry.Span, out var header);
        if (result is { Code: Code.None, WasThere: false })
            channel!.Add(pending.Entry.ToArray(), header, time.GetUtcNow(), hash);
        return result;
    }

    private long EntryCount() => _channels.Values.Sum(channel => channel.EntryCount);

    private long SizeBytes() => _channels.Values.Sum(channel => channel.SizeBytes);
}
