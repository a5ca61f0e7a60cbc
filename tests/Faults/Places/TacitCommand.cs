namespace Tacit.Faults.Places;

/// <summary>The tacit command, as it was built with these tests.</summary>
internal static class TacitCommand
{
    /// <summary>The assembly to run with <c>dotnet</c>.</summary>
    public static string Assembly { get; } = Find();

    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    // artifacts/bin/Faults/<configuration>/ is where this runs; the command is beside it.
    private static string Find()
    {
        var here = AppContext.BaseDirectory.TrimEnd('/');
        var command = Path.Combine(here, "..", "..", "Cli", Path.GetFileName(here), "tacit.dll");
        return File.Exists(command)
            ? Path.GetFullPath(command)
            : throw new InvalidOperationException($"The command is not built: {command}");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tacit.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not under the repository.");
        return folder;
    }
}
