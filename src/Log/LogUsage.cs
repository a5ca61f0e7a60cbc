namespace Tacit.Log;

/// <summary>What a log holds altogether.</summary>
/// <param name="ChannelCount">How many channels.</param>
/// <param name="EntryCount">How many stored entries.</param>
/// <param name="SizeBytes">Bytes of all stored entries.</param>
public readonly record struct LogUsage(long ChannelCount, long EntryCount, long SizeBytes);
