using Tacit.Wire;

namespace Tacit.Cli;

/// <summary>Where things are by default.</summary>
internal static class DataFolders
{
    /// <summary>The store of a server: <c>data</c> in the current folder.</summary>
    public static string Server => Path.Combine(Environment.CurrentDirectory, "data");

    /// <summary>What the folder of a node is called, such as <c>storage-0</c>.</summary>
    public static string NameOf(NodeId node) => $"{node}".Replace(':', '-');

    /// <summary>What a client keeps on this device. Source: the XDG base directory specification.</summary>
    public static string Client => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
            ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "tacit");

    /// <summary>
    /// The built web app: beside the program when installed, in its place in a checkout; null where neither is.
    /// </summary>
    public static string? WebApp =>
        Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "index.html")));

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "web");
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Tacit.slnx")))
                yield return Path.Combine(folder, "web", "app", "dist");
        }
    }
}
