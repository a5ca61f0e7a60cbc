namespace Tacit.Log.Sqlite;

/// <summary>
/// Keeps a second process from a store: a lock on a file beside it, which the system lets go with the process, however
/// it ends. Not a lock on the store itself: SQLite's own would be lost when anything else here closed the file.
/// </summary>
internal static class StoreLock
{
    /// <summary>Takes the lock, until the stream is closed.</summary>
    /// <exception cref="LogOpenException">Another process has it.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return new($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            // Of its kinds only this one has no type of its own; a full disk is told from it when the store is opened.
            throw StoreFile.InUse(path, e);
        }
    }
}
