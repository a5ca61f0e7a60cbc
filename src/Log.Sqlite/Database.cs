using SQLitePCL;

namespace Tacit.Log.Sqlite;

/// <summary>A connection to a database file. One thread at a time.</summary>
internal sealed class Database : IDisposable
{
    // Of sqlite3.h; the binding names only some.
    private const int NoCheckpointOnClose = 1006;
    private const int OpenUri = 0x40;

    // The only others are a backup from another process and the checkpoint of a reader that closes: both are short.
    private const int BusyWaitMaxMs = 5_000;

    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    private Database(string name, int flags)
    {
        SqliteLibrary.Load();
        if (raw.sqlite3_open_v2(name, out _handle, flags, null) != raw.SQLITE_OK)
        {
            var failure = Failure();
            _handle.Dispose();
            throw failure;
        }

        raw.sqlite3_busy_timeout(_handle, BusyWaitMaxMs);
    }

    /// <summary>Opens a file for reading and writing, and makes it if it is not there.</summary>
    /// <exception cref="SqliteFailureException">It could not be opened.</exception>
    public static Database Open(string path) =>
        new(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    /// <summary>
    /// Opens a file so that none of its bytes, nor those of its write-ahead log, can change: neither on reading nor on
    /// closing. The caller holds the lock on the store.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="hasWriteAheadLog">Whether there is a write-ahead log to be read with it.</param>
    /// <exception cref="SqliteFailureException">It could not be opened.</exception>
    public static Database OpenUntouched(string path, bool hasWriteAheadLog)
    {
        if (!hasWriteAheadLog)
        {
            var escaped = Uri.EscapeDataString(Path.GetFullPath(path));
            return new($"file:{escaped}?immutable=1", raw.SQLITE_OPEN_READONLY | OpenUri);
        }

        // With an exclusive lock from the start, the index of the write-ahead log is kept in memory: no -shm file.
        var database = new Database(path, raw.SQLITE_OPEN_READWRITE);
        try
        {
            database.Check(raw.sqlite3_db_config(database._handle, NoCheckpointOnClose, 1, out _));
            database.Execute("PRAGMA locking_mode = EXCLUSIVE");
            database.Execute("PRAGMA query_only = 1");
            return database;
        }
        catch (SqliteFailureException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements whose rows nobody wants.</summary>
    /// <exception cref="SqliteFailureException">One failed.</exception>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Prepares a statement, which lives as long as the connection.</summary>
    /// <exception cref="SqliteFailureException">The statement or the file is wrong.</exception>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(this, _handle, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Prepares a statement for the caller to dispose of.</summary>
    /// <exception cref="SqliteFailureException">The statement or the file is wrong.</exception>
    public Statement PrepareOnce(string sql) => new(this, _handle, sql);

    /// <summary>Ends what reading was begun, so that the write-ahead log can be reused.</summary>
    public void EndRead()
    {
        foreach (var statement in _statements)
            statement.Reset();
        Rollback();
    }

    /// <summary>Undoes the transaction, unless SQLite has done so already.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_handle) == 0)
            raw.sqlite3_exec(_handle, "ROLLBACK");
    }

    /// <summary>Makes what runs on another thread fail soon.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        _handle.Dispose();
    }

    internal void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw Failure();
    }

    internal SqliteFailureException Failure() =>
        new(raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string() ?? "");
}
