namespace Tacit.Log;

/// <summary>What a trimming removed.</summary>
/// <param name="EntryCount">How many entries.</param>
/// <param name="SizeBytes">Their bytes.</param>
public readonly record struct Trimmed(long EntryCount, long SizeBytes);
