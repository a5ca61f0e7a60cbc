namespace Tacit.Log.Sqlite;

/// <summary>An entry that was let in and is not committed yet.</summary>
/// <param name="Index">Where it will be, but for the run, which is not known yet.</param>
/// <param name="Bytes">The whole entry. Belongs to the one who appends.</param>
internal readonly record struct FreshEntry(IndexEntry Index, ReadOnlyMemory<byte> Bytes);
