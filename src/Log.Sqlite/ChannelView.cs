namespace Tacit.Log.Sqlite;

/// <summary>A channel at one moment, for a reader. Immutable.</summary>
/// <param name="No">The number of its row.</param>
/// <param name="Descriptor">What it was made with.</param>
/// <param name="Tally">As of the newest commit.</param>
/// <param name="Unindexed">The entries after the reader's cursor that no segment has yet, in order of seq.</param>
internal sealed record ChannelView(
    long No, byte[] Descriptor, ChannelTally Tally, IReadOnlyList<IndexEntry> Unindexed);
