namespace Tacit.Log.Sqlite;

/// <summary>What changes about a channel with nearly every entry.</summary>
/// <param name="Head">The newest seq.</param>
/// <param name="SizeBytes">Bytes of all stored entries.</param>
/// <param name="Epoch">The current epoch.</param>
/// <param name="EpochSince">When it began.</param>
/// <param name="Frontier">Which entries are live.</param>
internal readonly record struct ChannelTally(
    long Head, long SizeBytes, long Epoch, DateTimeOffset EpochSince, Frontier Frontier);
