using SQLitePCL;

namespace Tacit.Log.Sqlite;

/// <summary>SQLite could not do what it was asked.</summary>
/// <param name="result">Its extended result code.</param>
/// <param name="message">Its words, which name tables and never content.</param>
internal sealed class SqliteFailureException(int result, string message)
    : Exception($"{message} (SQLite result {result})")
{
    // What growing the shared memory file on a full disk gives. Source: sqlite.org/rescode.html.
    private const int SharedMemorySize = 4874;

    /// <summary>The medium has no room.</summary>
    public bool IsFull => Primary == raw.SQLITE_FULL || result == SharedMemorySize;

    /// <summary>The file's bytes contradict each other.</summary>
    public bool IsDamage => Primary is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Another connection holds a lock.</summary>
    public bool IsBusy => Primary is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>The operation was given up on request.</summary>
    public bool IsInterrupt => Primary == raw.SQLITE_INTERRUPT;

    private int Primary => result & 0xFF;
}
