using Tacit.Crypto;
using Tacit.Log;
using Tacit.Log.Files;
using Tacit.Log.Postgres;
using Tacit.Log.Sqlite;
using Tacit.Wire;

namespace Tacit.Server;

/// <summary>The store of a storage: entries and chunks, in one folder or in a PostgreSQL database.</summary>
public sealed class ServerStore : IAsyncDisposable
{
    private ServerStore(ILog log, IChannelImages images, IBlobStore blobs) =>
        (Log, Images, Blobs) = (log, images, blobs);

    /// <summary>The entries.</summary>
    public ILog Log { get; }

    /// <summary>The channels, whole: for copying.</summary>
    public IChannelImages Images { get; }

    /// <summary>The chunks.</summary>
    public IBlobStore Blobs { get; }

    /// <summary>Where in a data folder the entries are.</summary>
    public static string LogPath(string dataFolder) => Path.Combine(dataFolder, "tacit.db");

    /// <summary>Where in a data folder the chunks are.</summary>
    public static string BlobsPath(string dataFolder) => Path.Combine(dataFolder, "blobs");

    /// <summary>Opens a store in a folder; makes it if it is not there.</summary>
    /// <exception cref="LogOpenException">It cannot be opened; it was not touched.</exception>
    public static async Task<ServerStore> OpenAsync(
        string dataFolder, LogSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataFolder);
        var log = await SqliteLog.OpenAsync(LogPath(dataFolder), settings, time, EntryIdOf, cancellationToken);
        try
        {
            return new(
                log, log, await FileBlobStore.OpenAsync(BlobsPath(dataFolder), BlobAddressOf, cancellationToken));
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a store in a PostgreSQL database; makes it if it is not there.</summary>
    /// <inheritdoc cref="PostgresLog.OpenAsync" path="/exception"/>
    public static async Task<ServerStore> OpenPostgresAsync(
        string connectionString, LogSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = await PostgresLog.OpenAsync(connectionString, settings, time, EntryIdOf, cancellationToken);
        try
        {
            return new(
                log, log.Images, await PostgresBlobStore.OpenAsync(connectionString, BlobAddressOf, cancellationToken));
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
        await Blobs.DisposeAsync();
        await Log.DisposeAsync();
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
