using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>An entry that was sealed on this device.</summary>
/// <param name="Bytes">All of its bytes, as they go over the wire.</param>
/// <param name="Id">The hash of them.</param>
/// <param name="Counter">The author's number of it.</param>
public sealed record SealedEntry(ReadOnlyMemory<byte> Bytes, EntryId Id, long Counter);
