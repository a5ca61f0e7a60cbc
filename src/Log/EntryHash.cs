using Tacit.Wire;

namespace Tacit.Log;

/// <summary>
/// Computes an entry's id from all of its bytes. Handed to a log, which needs the ids of snapshots (an ATTEST names
/// one) and references no cryptography of its own. Source: docs/protocol/entry.md §2.1.
/// </summary>
/// <param name="entry">The whole entry.</param>
public delegate EntryId EntryHash(ReadOnlySpan<byte> entry);
