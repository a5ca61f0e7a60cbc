namespace Tacit.Server.Metrics;

/// <summary>Who counted: on every sample of a node's metrics.</summary>
/// <param name="Role"><c>front</c>, <c>core</c>, <c>storage</c>, or <c>all</c> where one process is all three.</param>
/// <param name="Node">Such as <c>core:0</c>; <c>all</c> where one process is all three.</param>
public sealed record NodeLabels(string Role, string Node)
{
    /// <summary>One process that is front, core and storage.</summary>
    public static NodeLabels All { get; } = new("all", "all");

    /// <summary>As they stand in a sample, without braces.</summary>
    public override string ToString() => $"role=\"{Role}\",node=\"{Node}\"";
}
