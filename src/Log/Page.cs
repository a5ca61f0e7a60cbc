namespace Tacit.Log;

/// <summary>A stretch of a channel.</summary>
/// <param name="Entries">The entries asked for, in order of seq.</param>
/// <param name="UpTo">Up to this seq, nothing that was asked for is missing: where the next read goes on.</param>
/// <param name="Head">The channel's newest seq when the page was read.</param>
public sealed record Page(IReadOnlyList<StoredEntry> Entries, long UpTo, long Head);
