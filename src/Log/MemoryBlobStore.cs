using System.Collections.Concurrent;
using Tacit.Wire;

namespace Tacit.Log;

/// <summary>A blob store held in memory: the model that stored ones are tested against.</summary>
/// <param name="hash">Computes addresses.</param>
public sealed class MemoryBlobStore(BlobHash hash) : IBlobStore
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(ChannelId, BlobAddress), byte[]> _chunks = new();
    private readonly BlobSizes _sizes = new();

    /// <inheritdoc />
    public ValueTask<BlobPut> PutAsync(
        ChannelId channel,
        BlobAddress address,
        ReadOnlyMemory<byte> bytes,
        BlobRoom room,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Put(channel, address, bytes, room));
    }

    /// <inheritdoc />
    public ValueTask<byte[]?> GetAsync(ChannelId channel, BlobAddress address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult((byte[]?)_chunks.GetValueOrDefault((channel, address))?.Clone());
    }

    /// <inheritdoc />
    public ValueTask<int?> SizeOfAsync(ChannelId channel, BlobAddress address, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_chunks.GetValueOrDefault((channel, address))?.Length);
    }

    /// <inheritdoc />
    public ValueTask<long> MeasureAsync(ChannelId channel, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sizes.Of(channel));

    /// <inheritdoc />
    public ValueTask<BlobUsage> MeasureAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sizes.Total);

    /// <inheritdoc />
    public IAsyncEnumerable<(ChannelId Channel, BlobAddress Address)> ListAsync(
        CancellationToken cancellationToken) => _chunks.Keys.ToAsyncEnumerable();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private BlobPut Put(ChannelId channel, BlobAddress address, ReadOnlyMemory<byte> bytes, BlobRoom room)
    {
        if (hash(bytes.Span) != address)
            return new(Code.BlobDamaged, false);
        lock (_gate)
        {
            if (_chunks.ContainsKey((channel, address)))
                return new(Code.None, true);
            var code = _sizes.Reserve(channel, bytes.Length, room);
            if (code == Code.None)
                _chunks[(channel, address)] = bytes.ToArray();
            return new(code, false);
        }
    }
}
