using SQLitePCL;

namespace Tacit.Log.Sqlite;

/// <summary>A prepared statement, used again and again. Belongs to one <see cref="Database"/> and its thread.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _handle;

    /// <exception cref="SqliteFailureException">The statement or the file is wrong.</exception>
    public Statement(Database database, sqlite3 connection, string sql)
    {
        _database = database;
        database.Check(raw.sqlite3_prepare_v2(connection, sql, out _handle));
    }

    /// <summary>Binds a number. Parameters count from 1.</summary>
    public Statement Bind(int parameter, long value)
    {
        _database.Check(raw.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    /// <summary>Binds bytes, which are copied.</summary>
    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes a blob without an address for NULL.
        _database.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_handle, parameter, 0)
            : raw.sqlite3_bind_blob(_handle, parameter, value));
        return this;
    }

    /// <summary>Goes to the next row. At the end, and on failure, the statement is ready to be bound again.</summary>
    /// <exception cref="SqliteFailureException">It failed.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result == raw.SQLITE_ROW)
            return true;
        var failure = result == raw.SQLITE_DONE ? null : _database.Failure();
        raw.sqlite3_reset(_handle);
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <exception cref="SqliteFailureException">It failed.</exception>
    public void Run() => Step();

    /// <summary>Leaves the rows that were not asked for.</summary>
    public void Reset() => raw.sqlite3_reset(_handle);

    /// <summary>A number of the row. Columns count from 0.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_handle, column);

    /// <summary>Whether a number of the row is not 0.</summary>
    public bool Flag(int column) => Number(column) != 0;

    /// <summary>Bytes of the row: valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>Text of the row, copied.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? "";

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();
}
