using Tacit.Wire;

namespace Tacit.Log;

/// <summary>An entry to append.</summary>
/// <param name="Channel">Where.</param>
/// <param name="Entry">The whole entry, as entry.md §2.1 draws it.</param>
/// <param name="Token">The token of the lease on the channel's shard; 0 where none was ever granted.</param>
public readonly record struct PendingAppend(ChannelId Channel, ReadOnlyMemory<byte> Entry, long Token = 0);
