using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tacit.Log.Sqlite;

/// <summary>The system's SQLite, which its distribution keeps patched; no copy of our own is shipped.</summary>
internal static class SqliteLibrary
{
    private static readonly Lock Gate = new();
    private static bool _isLoaded;

    /// <summary>Binds the provider to the library, once. Any thread, any number of times.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (_isLoaded)
                return;
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            _isLoaded = true;
        }
    }

    // The provider asks for the library that its own package would bring, under that package's name.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" ? NativeLibrary.Load("libsqlite3.so.0") : 0;
}
