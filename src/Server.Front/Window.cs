namespace Tacit.Server.Front;

/// <summary>What an entry costs of a connection's window while it waits for its answer.</summary>
internal static class Window
{
    // So that 1,024 small entries fill a window of 8 MiB (docs/protocol/connection.md §4.6).
    private const int CostMin = 8 * 1024;

    /// <summary>The cost of an entry, in bytes.</summary>
    public static long CostOf(int sizeBytes) => Math.Max(sizeBytes, CostMin);
}
