using Tacit.Wire;

namespace Tacit.Log;

/// <summary>An entry to append.</summary>
/// <param name="Channel">Where.</param>
/// <param name="Entry">The whole entry, as entry.md §2.1 draws it.</param>
public readonly record struct PendingAppend(ChannelId Channel, ReadOnlyMemory<byte> Entry);
