namespace Tacit.Log;

/// <summary>An entry at its place.</summary>
/// <param name="Seq">From 1.</param>
/// <param name="Bytes">The whole entry. Belongs to the reader.</param>
public readonly record struct StoredEntry(long Seq, ReadOnlyMemory<byte> Bytes);
