using Tacit.Crypto;
using Tacit.Log;
using Tacit.Log.Files;
using Tacit.Log.Sqlite;
using Tacit.Wire;

namespace Tacit.Server;

/// <summary>The embedded store of a storage: entries and chunks, in one folder.</summary>
internal sealed class ServerStore : IAsyncDisposable
{
    private readonly SqliteLog _log;
    private readonly FileBlobStore _blobs;

    private ServerStore(SqliteLog log, FileBlobStore blobs) => (_log, _blobs) = (log, blobs);

    /// <summary>The entries.</summary>
    public ILog Log => _log;

    /// <summary>The chunks.</summary>
    public IBlobStore Blobs => _blobs;

    /// <summary>Where in a data folder the entries are.</summary>
    public static string LogPath(string dataFolder) => Path.Combine(dataFolder, "tacit.db");

    /// <summary>Where in a data folder the chunks are.</summary>
    public static string BlobsPath(string dataFolder) => Path.Combine(dataFolder, "blobs");

    /// <summary>Opens the store; makes it if it is not there.</summary>
    /// <exception cref="LogOpenException">It cannot be opened; it was not touched.</exception>
    public static async Task<ServerStore> OpenAsync(
        string dataFolder, LogSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataFolder);
        var log = await SqliteLog.OpenAsync(LogPath(dataFolder), settings, time, EntryIdOf, cancellationToken);
        try
        {
            return new(
                log, await FileBlobStore.OpenAsync(BlobsPath(dataFolder), BlobAddressOf, cancellationToken));
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _blobs.DisposeAsync();
        await _log.DisposeAsync();
    }

    private static EntryId EntryIdOf(ReadOnlySpan<byte> entry)
    {
        Span<byte> hash = stackalloc byte[EntryId.Length];
        Blake2b.Hash(entry, hash);
        return EntryId.Read(hash);
    }

    private static BlobAddress BlobAddressOf(ReadOnlySpan<byte> chunk)
    {
        Span<byte> hash = stackalloc byte[BlobAddress.Length];
        Blake2b.Hash(chunk, hash);
        return BlobAddress.Read(hash);
    }
}
