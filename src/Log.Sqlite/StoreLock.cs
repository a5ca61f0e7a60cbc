namespace Tacit.Log.Sqlite;

/// <summary>
/// Keeps a second process from a store: a lock on a file beside it, which the system lets go with the process, however
/// it ends. Not a lock on the store itself: SQLite's own would be lost when anything else here closed the file.
/// </summary>
internal static class StoreLock
{
    // The platform passes the system's error number on.
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    /// <summary>Takes the lock, until the stream is closed.</summary>
    /// <exception cref="LogOpenException">Another process has it.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return new($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac)
        {
            throw StoreFile.InUse(path, e);
        }
    }
}
