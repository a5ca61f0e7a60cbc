namespace Tacit.Log.Sqlite;

/// <summary>What all channels hold together, as of the newest commit.</summary>
/// <param name="ChannelCount">How many channels.</param>
/// <param name="EntryCount">How many stored entries.</param>
/// <param name="SizeBytes">Their bytes.</param>
internal sealed record Totals(long ChannelCount, long EntryCount, long SizeBytes);
