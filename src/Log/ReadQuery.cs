using Tacit.Wire;

namespace Tacit.Log;

/// <summary>Which entries to read. Source: log.md §3.4.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="After">Only entries with a seq above this.</param>
/// <param name="Clock">Only entries whose counter is above the clock's for their author; null for all.</param>
/// <param name="History">Whether superseded entries come too, as far as they are kept.</param>
/// <param name="SizeMaxBytes">About how many bytes to return. A page holds at least one entry if there is one.</param>
public sealed record ReadQuery(
    ChannelId Channel, long After, VectorClock? Clock, bool History, int SizeMaxBytes);
