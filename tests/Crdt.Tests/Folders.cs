namespace Tacit.Crdt.Tests;

/// <summary>Where things are in the working tree.</summary>
internal static class Folders
{
    public static string Root { get; } = FindRoot();

    public static string Tests => Path.Combine(Root, "tests", "Crdt.Tests");

    public static string Vectors => Path.Combine(Root, "tests", "Vectors", "crdt");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tacit.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not under the repository.");
        return folder;
    }
}
