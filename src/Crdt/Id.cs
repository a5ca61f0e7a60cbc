namespace Tacit.Crdt;

/// <summary>
/// The name of one inserted element: who inserted it and as which of its operations. An item that holds n elements
/// owns the clocks <c>Clock</c> to <c>Clock + n - 1</c>.
/// </summary>
/// <param name="Client">The writer's id, 0 to 2^53 - 1.</param>
/// <param name="Clock">0-based count of the elements that this client inserted before.</param>
public readonly record struct Id(long Client, long Clock)
{
    /// <summary>Stands for the absence of an id; no client can have it.</summary>
    internal static readonly Id None = new(-1, -1);

    internal bool IsNone => Client < 0;

    /// <inheritdoc />
    public override string ToString() => IsNone ? "none" : $"{Client}:{Clock}";
}
