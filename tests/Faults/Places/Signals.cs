using System.Globalization;
using System.Runtime.InteropServices;

namespace Tacit.Faults.Places;

/// <summary>Signals to processes that these tests started, and to all that those started.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    private const int ParentField = 1;

    /// <summary>Sends a signal to a process and all its descendants; those already gone do not matter.</summary>
    public static void SendToTree(int id, int signal)
    {
        foreach (var one in TreeOf(id))
            Send(one, signal);
    }

    /// <summary>Sends a signal to one process.</summary>
    public static void Send(int id, int signal) => _ = SendSignal(id, signal);

    /// <summary>A process and its descendants, parents first.</summary>
    public static IReadOnlyList<int> TreeOf(int id)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var one) ? one : 0)
            .Where(one => one > 0)
            .ToLookup(ParentOf);
        var tree = new List<int> { id };
        for (var at = 0; at < tree.Count; at++)
            tree.AddRange(children[tree[at]]);
        return tree;
    }

    // The name of the program stands in parentheses and may hold anything; what follows is separated by spaces.
    private static int ParentOf(int id)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{id}/stat");
            var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[ParentField], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int id, int signal);
}
