using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// The sealed chunks of all channels that a server holds. A chunk is ciphertext under the hash of its bytes, in one
/// channel; it never changes, and the store knows nothing else of it.
/// </summary>
/// <remarks>
/// Every store keeps the promises of docs/protocol/blobs.md §6.6, and <c>tests/Log.Contract</c> holds each of them to
/// these. Every member may be called from any thread. A medium that does not answer throws
/// <see cref="IOException"/>; then nothing was changed.
/// </remarks>
public interface IBlobStore : IAsyncDisposable
{
    /// <summary>
    /// Stores a chunk, if it hashes to its address and there is room. When the task completes, it is durable; the same
    /// chunk again changes nothing. One that is refused leaves no trace.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="address">What the bytes must hash to.</param>
    /// <param name="bytes">The chunk. The store does not keep the memory.</param>
    /// <param name="room">How much may be stored altogether, this chunk included.</param>
    /// <param name="cancellationToken">Gives up waiting. The chunk may be stored all the same.</param>
    ValueTask<BlobPut> PutAsync(
        ChannelId channel,
        BlobAddress address,
        ReadOnlyMemory<byte> bytes,
        BlobRoom room,
        CancellationToken cancellationToken);

    /// <summary>Reads a chunk, for the caller to keep; null if the channel does not have it.</summary>
    ValueTask<byte[]?> GetAsync(ChannelId channel, BlobAddress address, CancellationToken cancellationToken);

    /// <summary>The length of a chunk in bytes; null if the channel does not have it.</summary>
    ValueTask<int?> SizeOfAsync(ChannelId channel, BlobAddress address, CancellationToken cancellationToken);

    /// <summary>Bytes of all chunks of a channel.</summary>
    ValueTask<long> MeasureAsync(ChannelId channel, CancellationToken cancellationToken);

    /// <summary>Every chunk that the store has, in no order; those that come meanwhile may be left out.</summary>
    IAsyncEnumerable<(ChannelId Channel, BlobAddress Address)> ListAsync(CancellationToken cancellationToken);

    /// <summary>What the store holds altogether.</summary>
    ValueTask<BlobUsage> MeasureAsync(CancellationToken cancellationToken);
}

/// <summary>What became of a chunk that was to be stored.</summary>
/// <param name="Code">
/// <see cref="Code.None"/> if it is durable; else <see cref="Code.BlobDamaged"/>, <see cref="Code.ChannelFull"/>,
/// <see cref="Code.InstanceFull"/> or <see cref="Code.StoreFull"/>.
/// </param>
/// <param name="WasThere">Whether it was durable before.</param>
public readonly record struct BlobPut(Code Code, bool WasThere);

/// <summary>How much may be stored.</summary>
/// <param name="ChannelSizeMaxBytes">The most bytes of the channel's chunks.</param>
/// <param name="InstanceSizeMaxBytes">The most bytes of all chunks.</param>
public readonly record struct BlobRoom(long ChannelSizeMaxBytes, long InstanceSizeMaxBytes)
{
    /// <summary>As much as the medium takes.</summary>
    public static BlobRoom Unlimited { get; } = new(long.MaxValue, long.MaxValue);
}

/// <summary>What a blob store holds altogether.</summary>
/// <param name="ChunkCount">How many chunks.</param>
/// <param name="SizeBytes">Their bytes.</param>
public readonly record struct BlobUsage(long ChunkCount, long SizeBytes);

/// <summary>
/// Computes the address of a chunk. Handed to a store, which references no cryptography of its own. Source:
/// docs/protocol/blobs.md §6.2.
/// </summary>
/// <param name="chunk">The whole chunk.</param>
public delegate BlobAddress BlobHash(ReadOnlySpan<byte> chunk);
