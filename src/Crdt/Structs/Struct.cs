using Tacit.Crdt.Coding;

namespace Tacit.Crdt.Structs;

/// <summary>
/// A run of consecutive clocks of one client: an <see cref="Item"/> with content, a <see cref="Gc"/> whose content
/// is forgotten, or, in updates only, a <see cref="Skip"/> for a gap.
/// </summary>
internal abstract class Struct(long client, long clock, long length)
{
    /// <summary>Never changes.</summary>
    public readonly long Client = client;

    /// <summary>Clock of the first element. Changes only before the struct is in a document.</summary>
    public long Clock = clock;

    /// <summary>How many clocks, at least 1.</summary>
    public long Length = length;

    public Id Id => new(Client, Clock);

    public Id LastId => new(Client, Clock + Length - 1);

    /// <summary>The clock after the last one.</summary>
    public long End => Clock + Length;

    /// <summary>Whether nothing of it can be seen: a deleted item, a collected struct, a gap.</summary>
    public bool IsDeleted { get; private protected set; }

    /// <summary>Takes over the neighbour's clocks if the two can be one; then the neighbour is to be dropped.</summary>
    /// <param name="right">The struct that follows in this client's clocks.</param>
    public abstract bool MergeWith(Struct right);

    /// <param name="encoder">Where to.</param>
    /// <param name="offset">How many elements at the front to leave out.</param>
    public abstract void Write(UpdateEncoder encoder, long offset);
}
