namespace Tacit.Operations;

/// <summary>The files of the working tree.</summary>
internal static class Checkout
{
    /// <summary>Where it is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file's path.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tacit.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not under the repository.");
        return folder;
    }
}
