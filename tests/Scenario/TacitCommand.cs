namespace Tacit.Scenario;

/// <summary>The tacit command, as it was built with these tests.</summary>
public static class TacitCommand
{
    /// <summary>The assembly to run with <c>dotnet</c>.</summary>
    public static string Path { get; } = Find();

    // artifacts/bin/Scenario/<configuration>/ is where this runs; the command is beside it.
    private static string Find()
    {
        var here = AppContext.BaseDirectory.TrimEnd('/');
        var configuration = System.IO.Path.GetFileName(here);
        var command = System.IO.Path.Combine(here, "..", "..", "Cli", configuration, "tacit.dll");
        return File.Exists(command)
            ? System.IO.Path.GetFullPath(command)
            : throw new InvalidOperationException($"The command is not built: {command}");
    }
}
