using System.Globalization;
using System.Reflection;

namespace Tacit.Log.Sqlite;

/// <summary>
/// The tables and how they came to be: numbered files in <c>Migrations/</c>, never changed afterwards.
/// </summary>
internal static class Schema
{
    /// <summary>The ASCII letters "TCIT": what a Tacit store calls itself in its header.</summary>
    public const int ApplicationId = 0x54434954;

    // A commit writes whole pages, and most of its runs share the last: large pages would be written for little.
    private const int PageSizeBytes = 4096;

    private static readonly string[] Migrations =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)];

    /// <summary>The newest version, which is the number of migrations.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Brings a store to the newest version. The caller holds the lock on it.</summary>
    /// <remarks>
    /// In rollback mode, so that the header of the file itself always tells the version: an older program looks there
    /// before it lets SQLite touch anything.
    /// </remarks>
    /// <exception cref="SqliteFailureException">A migration failed; those before it are kept.</exception>
    public static void Migrate(string path, int version)
    {
        using var database = Database.Open(path);
        if (version == 0)
        {
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA page_size = {PageSizeBytes}"));
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        }

        database.Execute("PRAGMA journal_mode = DELETE");
        database.Execute("PRAGMA synchronous = EXTRA");
        for (var next = version; next < Version; next++)
        {
            database.Execute("BEGIN EXCLUSIVE");
            database.Execute(Read(Migrations[next]));
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {next + 1}"));
            database.Execute("COMMIT");
        }
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
