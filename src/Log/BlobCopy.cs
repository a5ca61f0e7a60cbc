namespace Tacit.Log;

/// <summary>Copies every chunk that a blob store has and another has not. Chunks never change.</summary>
public static class BlobCopy
{
    /// <summary>Does so. Each is compared with its address when put in; given up, what was copied stays.</summary>
    /// <param name="from">What to copy.</param>
    /// <param name="to">Where to.</param>
    /// <param name="progress">Told after each chunk that was copied.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the target lacked and has now.</returns>
    /// <exception cref="StoreCopyException">A chunk is damaged, or the target takes no more.</exception>
    /// <exception cref="IOException">A store does not answer.</exception>
    public static async Task<BlobUsage> CopyAsync(
        IBlobStore from, IBlobStore to, IProgress<BlobUsage>? progress, CancellationToken cancellationToken)
    {
        var copied = default(BlobUsage);
        await foreach (var (channel, address) in from.ListAsync(cancellationToken))
        {
            if (await to.SizeOfAsync(channel, address, cancellationToken) is not null
                || await from.GetAsync(channel, address, cancellationToken) is not { } bytes)
            {
                continue;
            }

            var put = await to.PutAsync(channel, address, bytes, BlobRoom.Unlimited, cancellationToken);
            if (put.Code != Wire.Code.None)
                throw new StoreCopyException($"a part of a file, {address}, cannot be copied: {put.Code}");
            copied = new(copied.ChunkCount + 1, copied.SizeBytes + bytes.Length);
            progress?.Report(copied);
        }

        return copied;
    }
}
