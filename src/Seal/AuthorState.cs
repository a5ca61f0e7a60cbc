using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>What a view knows of one author.</summary>
/// <param name="Id">The author.</param>
/// <param name="Key">Its public key, 32 bytes; empty for one who was never rightly granted.</param>
/// <param name="Role">What its grant allows.</param>
/// <param name="Counter">The counter of its newest entry.</param>
/// <param name="Head">The id of that.</param>
/// <param name="Cut">The last counter that counts, for one who was removed.</param>
public sealed record AuthorState(
    AuthorId Id, ReadOnlyMemory<byte> Key, Role Role, long Counter, EntryId Head, long? Cut);
