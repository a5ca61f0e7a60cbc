namespace Tacit.Log.Sqlite;

/// <summary>Copies a store while it is in use.</summary>
internal static class Backup
{
    /// <summary>Writes a backup in place of what is at the target, whole or not at all.</summary>
    /// <exception cref="LogOpenException">The store is foreign, newer or damaged.</exception>
    /// <exception cref="IOException">There is none, or it could not be read, or the backup not be written.</exception>
    /// <exception cref="OperationCanceledException">It was given up; the target is as before.</exception>
    public static void Write(string path, string target, CancellationToken cancellationToken)
    {
        if (!StoreFile.Look(path).IsThere)
            throw new FileNotFoundException("There is no store to back up.", path);
        var unfinished = $"{target}.part";
        try
        {
            Delete(unfinished);
            Copy(path, unfinished, cancellationToken);
            Mark(unfinished);
            using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
                written.Flush(flushToDisk: true);
            File.Move(unfinished, target, overwrite: true);
            Folder.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
        }
        catch (SqliteFailureException e)
        {
            Delete(unfinished);
            if (e.IsInterrupt)
                throw new OperationCanceledException(null, e, cancellationToken);
            if (e.IsDamage)
                throw StoreFile.Damaged(path, e.Message, e);
            throw new IOException($"The backup {target} could not be written: {e.Message}", e);
        }
        catch
        {
            Delete(unfinished);
            throw;
        }
    }

    // One read transaction, so one moment of the store; appends go on beside it.
    private static void Copy(string path, string unfinished, CancellationToken cancellationToken)
    {
        using var database = Database.Open(path);
        using var giveUp = cancellationToken.UnsafeRegister(
            static state => ((Database)state!).Interrupt(), database);
        cancellationToken.ThrowIfCancellationRequested();
        database.Execute($"VACUUM INTO '{unfinished.Replace("'", "''", StringComparison.Ordinal)}'");
    }

    private static void Mark(string unfinished)
    {
        using var database = Database.Open(unfinished);
        database.Execute("UPDATE store SET is_backup = 1");
    }

    private static void Delete(string unfinished)
    {
        File.Delete(unfinished);
        File.Delete($"{unfinished}-journal");
    }
}
