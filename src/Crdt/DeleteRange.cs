namespace Tacit.Crdt;

/// <summary>Consecutive clocks of one client that are deleted.</summary>
/// <param name="Clock">The first.</param>
/// <param name="Length">How many, at least 1.</param>
public readonly record struct DeleteRange(long Clock, long Length)
{
    /// <summary>The clock after the last one.</summary>
    public long End => Clock + Length;
}
