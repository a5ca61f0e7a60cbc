namespace Tacit.Crdt;

/// <summary>Whose presence changed.</summary>
/// <param name="Added">Clients that came.</param>
/// <param name="Updated">Clients that said something new, or, in an update event, the same again.</param>
/// <param name="Removed">Clients that left or fell silent.</param>
/// <param name="Origin">What the change was given as its origin; null when it was made here.</param>
public sealed record AwarenessChange(
    IReadOnlyList<long> Added, IReadOnlyList<long> Updated, IReadOnlyList<long> Removed, object? Origin)
{
    /// <summary>All clients concerned: those to encode for others after a change made here.</summary>
    public IEnumerable<long> All => Added.Concat(Updated).Concat(Removed);
}
