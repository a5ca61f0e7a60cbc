using Tacit.Wire;

namespace Tacit.Server.Front;

/// <summary>From where a join wants entries, and which.</summary>
/// <param name="After">Only entries with a seq above this.</param>
/// <param name="Clock">Only entries above this clock, up to where the join becomes live; null for all.</param>
/// <param name="History">Whether superseded entries are wanted too.</param>
internal sealed record CatchUp(long After, VectorClock? Clock, bool History);
