using System.Text.RegularExpressions;

namespace Tacit.Faults.Places;

/// <summary>Makes the daemons that run <c>tacit serve</c>.</summary>
internal static partial class TacitNode
{
    /// <summary>Makes one; it is not started.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="logFile">Takes what it writes.</param>
    /// <param name="dataFolder">Its data; made here.</param>
    /// <param name="diskSize">The size of a disk for its data alone; null for none.</param>
    /// <param name="clock">Its clock; null for the machine's.</param>
    /// <param name="arguments">What <c>serve</c> is told beside.</param>
    public static Daemon Create(
        string name,
        string logFile,
        string dataFolder,
        string? diskSize,
        Clock? clock,
        params IEnumerable<string> arguments)
    {
        Directory.CreateDirectory(dataFolder);
        string[] serve = [TacitCommand.Assembly, "serve", "--data", dataFolder, .. arguments];
        return new(name, logFile)
        {
            Program = diskSize is null ? "dotnet" : "unshare",
            Arguments = diskSize is null ? serve : [.. OnDisk(diskSize, dataFolder), .. serve],
            Environment = clock?.Environment ?? new Dictionary<string, string>(),
            Ready = Serves(),
        };
    }

    // A file system that only the process sees: it ends with it, and needs no rights where user namespaces are allowed.
    private static string[] OnDisk(string size, string folder) =>
    [
        Environment.IsPrivilegedProcess ? "--mount" : "--map-root-user", "--mount", "--", "sh", "-c",
        $"mount -t tmpfs -o size={size} tmpfs {folder} && exec dotnet \"$@\"", "sh",
    ];

    [GeneratedRegex("Tacit is at | listens at ")]
    private static partial Regex Serves();
}
