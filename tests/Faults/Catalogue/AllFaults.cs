namespace Tacit.Faults.Catalogue;

/// <summary>Everything that goes wrong here on purpose.</summary>
internal static class AllFaults
{
    /// <summary>In the order in which they are made.</summary>
    public static IReadOnlyList<Fault> InOrder { get; } =
    [
        .. OneServerFaults.All,
        .. ClusterFaults.All,
        .. PostgresFaults.All,
    ];
}
