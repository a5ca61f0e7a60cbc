using System.Buffers.Binary;
using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// What the first bytes of a store's file say. Read without SQLite, which would begin to repair: a store that is
/// refused is not touched. Source: sqlite.org/fileformat.html §1.3.
/// </summary>
/// <remarks>
/// These bytes are never behind the write-ahead log: the version changes in rollback mode only (<see cref="Schema"/>).
/// </remarks>
internal sealed record StoreFile(string Path, bool IsThere, int Version, bool HasWriteAheadLog)
{
    private const int HeaderLength = 100;
    private const int ModeOffset = 18;
    private const int VersionOffset = 60;
    private const int ApplicationOffset = 68;
    private const byte RollbackMode = 1;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Looks at a store, or at the place where one is to be.</summary>
    /// <exception cref="LogOpenException">It is none of ours, newer than this program, or damaged.</exception>
    public static StoreFile Look(string path)
    {
        var log = new FileInfo($"{path}-wal");
        var hasLog = log.Exists && log.Length > 0;
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
        {
            if (hasLog)
                throw Stray(path);
            return new(path, IsThere: false, Version: 0, hasLog);
        }

        var header = new byte[HeaderLength];
        const FileShare Anything = FileShare.ReadWrite | FileShare.Delete;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, Anything))
            stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);

        var isSqlite = header.AsSpan().StartsWith(Magic);
        if (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationOffset)) != Schema.ApplicationId)
            throw Foreign(path);
        if (!isSqlite)
            throw Damaged(path, "its first bytes are not those of a database");
        var version = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(VersionOffset));
        if (version > Schema.Version)
            throw Newer(path, version);
        if (version < 1)
            throw Damaged(path, $"it has version {version}");
        if (hasLog && header[ModeOffset] == RollbackMode)
            throw Stray(path);
        return new(path, IsThere: true, version, hasLog);
    }

    public static LogOpenException Damaged(string path, string why, Exception? innerException = null) => new(
        Code.StoreDamaged,
        $"the store {path} is damaged ({why}) and was not touched; restore a backup or salvage it with sqlite3's "
        + ".recover",
        innerException);

    public static LogOpenException InUse(string path, Exception? innerException) => new(
        Code.StoreInUse,
        $"another process uses the store {path}; stop it or choose another --data folder",
        innerException);

    private static LogOpenException Foreign(string path) => new(
        Code.StoreForeign,
        $"the file {path} is no Tacit store and was not touched; choose another --data folder");

    private static LogOpenException Newer(string path, int version) => new(
        Code.StoreNewer,
        $"the store {path} has version {version}, this program knows up to {Schema.Version}; it was not touched; run "
        + "the Tacit that wrote it or restore a backup");

    // What a backup looks like that was copied over a store whose process had been killed. SQLite would mix the two.
    private static LogOpenException Stray(string path) => new(
        Code.StoreDamaged,
        $"beside the store {path} lies {path}-wal, which belongs to another; nothing was touched; move it away, with "
        + $"{path}-shm, and start again");
}
