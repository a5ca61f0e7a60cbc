namespace Tacit.Log.Files;

/// <summary>
/// Copies a blob store, which a server may have open: chunks never change, so what was copied before is passed over.
/// </summary>
public static class BlobBackup
{
    /// <summary>
    /// Copies every chunk that the target does not have. Each is durable and whole under its name; given up, what was
    /// copied stays, and the next time goes on from there.
    /// </summary>
    /// <param name="path">The store's folder; one that is not there holds nothing.</param>
    /// <param name="target">The folder to copy to, in a folder that is there; made if it is not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the target lacked and has now.</returns>
    /// <exception cref="IOException">Reading the store or writing the copy failed.</exception>
    public static Task<BlobUsage> CopyAsync(string path, string target, CancellationToken cancellationToken) =>
        Task.Run(() => Copy(path, target, cancellationToken), cancellationToken);

    private static BlobUsage Copy(string path, string target, CancellationToken cancellationToken)
    {
        var copied = default(BlobUsage);
        if (!Directory.Exists(path))
            return copied;
        var copies = BlobFolder.Make(target);
        foreach (var (channel, address, file) in BlobFolder.Of(path).Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (copies.SizeOf(channel, address) == file.Length)
                continue;
            copies.Write(channel, address, File.ReadAllBytes(file.FullName));
            copied = new(copied.ChunkCount + 1, copied.SizeBytes + file.Length);
        }

        return copied;
    }
}
