using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// Opens a store, makes it if it is not there, and reads again what was not indexed when it was left.
/// </summary>
internal static class StoreOpening
{
    // Up to here all pages are checked after a crash; above, only the small tables. A crash damages nothing by itself.
    private const long CheckSizeMaxBytes = 256L * 1024 * 1024;

    /// <summary>Opens it.</summary>
    /// <exception cref="LogOpenException">It cannot be opened, and was not touched.</exception>
    /// <exception cref="SqliteFailureException">The medium is full or does not answer.</exception>
    public static Store Open(string path, EntryHash hash)
    {
        // Looked at before there is a lock file beside it, and again under the lock.
        StoreFile.Look(path);
        var storeLock = StoreLock.Take(path);
        try
        {
            return Open(path, hash, storeLock);
        }
        catch
        {
            storeLock.Dispose();
            throw;
        }
    }

    private static Store Open(string path, EntryHash hash, FileStream storeLock)
    {
        var file = StoreFile.Look(path);
        try
        {
            if (!file.IsThere)
                Make(path);
            else
                Check(file);
            if (file.IsThere && file.Version < Schema.Version)
                Schema.Migrate(path, file.Version);
            return Load(path, hash, storeLock);
        }
        catch (SqliteFailureException e) when (e.IsBusy)
        {
            throw StoreFile.InUse(path, e);
        }
        catch (Exception e) when (Writer.AsDamage(e) is { } damage)
        {
            throw StoreFile.Damaged(path, damage.Message, e);
        }
    }

    private static Incarnation DrawIncarnation() =>
        Incarnation.Read(RandomNumberGenerator.GetBytes(Incarnation.Length));

    // Under another name until it is whole: whoever is interrupted here leaves no half of a store.
    private static void Make(string path)
    {
        var unfinished = $"{path}.new";
        File.Delete(unfinished);
        File.Delete($"{unfinished}-journal");
        Schema.Migrate(unfinished, version: 0);
        using (var database = Database.Open(unfinished))
        {
            database.Prepare(
                """
                INSERT INTO store (id, incarnation, is_backup, indexed_run, entry_count, size_bytes)
                VALUES (1, ?1, 0, 0, 0, 0)
                """).Bind(1, DrawIncarnation().ToArray()).Run();
        }

        File.Move(unfinished, path, overwrite: true);
        Folder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static void Check(StoreFile file)
    {
        using var database = Database.OpenUntouched(file.Path, file.HasWriteAheadLog);
        if (database.Prepare("SELECT count(*) FROM store").Step() is false)
            throw StoreFile.Damaged(file.Path, "it says nothing about itself");
        if (!file.HasWriteAheadLog)
            return;

        // It was not closed. SQLite mends that by itself, but not what made the process or the machine stop.
        string[] checks = new FileInfo(file.Path).Length <= CheckSizeMaxBytes
            ? ["PRAGMA quick_check(1)"]
            : ["PRAGMA quick_check('store')", "PRAGMA quick_check('channel')", "PRAGMA quick_check('author')"];
        foreach (var check in checks)
        {
            var rows = database.Prepare(check);
            while (rows.Step())
            {
                if (rows.Text(0) is not "ok" and var complaint)
                    throw StoreFile.Damaged(file.Path, complaint);
            }
        }
    }

    private static Store Load(string path, EntryHash hash, FileStream storeLock)
    {
        var database = Database.Open(path);
        try
        {
            database.Execute("PRAGMA journal_mode = WAL");
            database.Execute("PRAGMA synchronous = FULL");
            database.Execute("PRAGMA temp_store = MEMORY");
            database.Execute("PRAGMA cache_size = -16384");

            // 16 MiB: what is written over and over between two checkpoints goes to the store's file once.
            database.Execute("PRAGMA wal_autocheckpoint = 4096");
            var incarnation = TakeIncarnation(database);
            var row = database.Prepare(
                "SELECT indexed_run, entry_count, size_bytes, (SELECT count(*) FROM channel) FROM store");
            row.Step();
            var totals = new Totals(row.Number(3), row.Number(1), row.Number(2));
            var indexedRun = row.Number(0);
            row.Reset();
            var store = new Store(storeLock, database, incarnation, indexedRun, totals);
            new Replay(store, hash).Run();
            return store;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // A backup becomes another log when it is opened: what was appended after it was made is not in it.
    private static Incarnation TakeIncarnation(Database database)
    {
        var row = database.Prepare("SELECT incarnation, is_backup FROM store");
        row.Step();
        var (incarnation, isBackup) = (Incarnation.Read(row.Blob(0)), row.Flag(1));
        row.Reset();
        if (!isBackup)
            return incarnation;
        incarnation = DrawIncarnation();
        database.Prepare(
            """
            UPDATE store SET incarnation = ?1, is_backup = 0,
              token_floor = max(token_floor, (SELECT max(token) FROM lease)) + ?2
            """).Bind(1, incarnation.ToArray()).Bind(2, LeaseTable.TokenJump).Run();
        return incarnation;
    }
}
