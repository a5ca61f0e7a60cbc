using System.Diagnostics.CodeAnalysis;
using Tacit.Log;
using Tacit.Log.Files;
using Tacit.Log.Sqlite;
using Tacit.Server;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary>A store that was named on the command line, open.</summary>
internal sealed class StorePlace : IAsyncDisposable
{
    private const string PostgresPrefix = "postgres:";

    // Nothing is refused because of a quota: what is copied was let in once.
    private static readonly LogSettings Settings = new() { ChannelSizeMaxBytes = 0 };

    private readonly ServerStore _store;
    private readonly string? _copy;

    private StorePlace(ServerStore store, IBlobStore blobs, string? copy) =>
        (_store, Blobs, _copy) = (store, blobs, copy);

    /// <summary>The channels.</summary>
    public IChannelImages Images => _store.Images;

    /// <summary>The chunks.</summary>
    public IBlobStore Blobs { get; }

    /// <summary>Whether this is a copy as of one moment, because a server has the store open.</summary>
    public bool IsCopy => _copy is not null;

    /// <summary>Whether a name is that of a data folder.</summary>
    public static bool IsFolder(string name) => !name.StartsWith(PostgresPrefix, StringComparison.Ordinal);

    /// <summary>Opens a store that must be there.</summary>
    /// <param name="name">How it was named.</param>
    /// <param name="mayBeInUse">Whether a copy of it will do while a server has it open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public static async Task<StorePlace> OpenAsync(string name, bool mayBeInUse, CancellationToken cancellationToken)
    {
        if (IsFolder(name) && !File.Exists(ServerStore.LogPath(name)))
            throw new UsageException($"{name}: there is no store", "name the folder that the server uses");
        try
        {
            return await MakeAsync(name, cancellationToken);
        }
        catch (LogOpenException exception) when (exception.Code == Code.StoreInUse && mayBeInUse)
        {
            return await OpenCopyAsync(name, cancellationToken);
        }
    }

    /// <summary>Opens a store; makes it if it is not there.</summary>
    public static async Task<StorePlace> MakeAsync(string name, CancellationToken cancellationToken)
    {
        var store = await OpenOrMakeAsync(name, cancellationToken);
        return new(store, store.Blobs, copy: null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Blobs != _store.Blobs)
            await Blobs.DisposeAsync();
        await _store.DisposeAsync();
        if (_copy is not null)
            Directory.Delete(_copy, recursive: true);
    }

    private static async Task<ServerStore> OpenOrMakeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return IsFolder(name)
                ? await ServerStore.OpenAsync(name, Settings, TimeProvider.System, cancellationToken)
                : await ServerStore.OpenPostgresAsync(
                    name[PostgresPrefix.Length..], Settings, TimeProvider.System, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(
                $"the connection to PostgreSQL cannot be read: {exception.Message}",
                "write it as postgres:Host=db1;Username=tacit;Database=tacit");
        }
    }

    // Beside the store, where there is room for it. Chunks never change, and are read where they are.
    [SuppressMessage("Reliability", "CA2000", Justification = "The place owns the stores.")]
    private static async Task<StorePlace> OpenCopyAsync(string name, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(name, $"copy-{Guid.NewGuid():N}");
        Directory.CreateDirectory(copy);
        try
        {
            await SqliteLog.BackupAsync(ServerStore.LogPath(name), ServerStore.LogPath(copy), cancellationToken);
            var store = await OpenOrMakeAsync(copy, cancellationToken);
            return new(store, FileBlobStore.OpenToRead(ServerStore.BlobsPath(name)), copy);
        }
        catch
        {
            Directory.Delete(copy, recursive: true);
            throw;
        }
    }
}
