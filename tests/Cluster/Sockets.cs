using System.Globalization;
using System.Text.RegularExpressions;

namespace Tacit.Cluster;

/// <summary>The connections of a process, as the kernel has them.</summary>
internal static partial class Sockets
{
    private const string Established = "01";

    /// <summary>The two ports of each TCP connection that a process holds open.</summary>
    public static IReadOnlyList<(int Local, int Remote)> Of(int processId)
    {
        var inodes = Directory.GetFiles($"/proc/{processId}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? "")
            .Select(target => Inode().Match(target))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .ToHashSet();

        // sl, local, remote, state, queues, timer, retransmits, user, timeout, inode.
        return
        [
            .. ((string[])[$"/proc/{processId}/net/tcp", $"/proc/{processId}/net/tcp6"])
                .SelectMany(table => File.ReadLines(table).Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields[3] == Established && inodes.Contains(fields[9]))
                .Select(fields => (PortOf(fields[1]), PortOf(fields[2]))),
        ];
    }

    /// <summary>Whether two processes have a connection with each other.</summary>
    public static bool AreConnected(int one, int other) =>
        Of(one).Intersect(Of(other).Select(pair => (pair.Remote, pair.Local))).Any();

    private static int PortOf(string address) =>
        int.Parse(address.AsSpan(address.IndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^socket:\[(\d+)\]$")]
    private static partial Regex Inode();
}
