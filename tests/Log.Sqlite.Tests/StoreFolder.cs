using Tacit.Log.Contract;

namespace Tacit.Log.Sqlite.Tests;

/// <summary>A folder for one store, which goes with this.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tacit-log-").FullName;

    /// <summary>The store's file in it.</summary>
    public string Store => In("log.sqlite");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public Task<SqliteLog> OpenAsync(LogSettings? settings = null, TimeProvider? time = null) => SqliteLog.OpenAsync(
        Store, settings ?? new(), time ?? TimeProvider.System, TestAuthor.Hash, CancellationToken.None);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
