using System.CommandLine;
using System.Diagnostics;
using Tacit.Log;

namespace Tacit.Cli;

/// <summary>What copying, moving and verifying have in common: two places, and how far it is.</summary>
internal static class StoreCopying
{
    private static readonly TimeSpan SayInterval = TimeSpan.FromSeconds(2);

    /// <summary>The store to copy.</summary>
    public static Argument<string> From { get; } =
        new("from") { Description = "a data folder, or postgres:CONNECTION" };

    /// <summary>The store to copy to.</summary>
    public static Argument<string> To { get; } =
        new("to") { Description = "a data folder, or postgres:CONNECTION" };

    /// <summary>Whether the result is JSON.</summary>
    public static Option<bool> AsJson { get; } = new("--json") { Description = "print the result as JSON" };

    /// <summary>Copies entries, then files, and compares all.</summary>
    public static async Task CopyAsync(
        StorePlace from, StorePlace to, bool asJson, CancellationToken cancellationToken)
    {
        var entries = await new StoreCopy(from.Images, to.Images).CopyAsync(new Saying(), cancellationToken);
        var files = await BlobCopy.CopyAsync(from.Blobs, to.Blobs, null, cancellationToken);
        if (asJson)
        {
            Terminal.Json(new
            {
                channels = entries.Done,
                copied = entries.Copied,
                entries = entries.EntryCount,
                sizeBytes = entries.SizeBytes,
                filePartsCopied = files.ChunkCount,
            });
        }
        else
        {
            Terminal.Note(Sentence(entries, "are the same in both stores"));
            Terminal.Note($"{entries.Copied} channels and {files.ChunkCount} parts of files had to be copied");
        }
    }

    /// <summary>Compares entries.</summary>
    public static async Task VerifyAsync(
        StorePlace from, StorePlace to, bool asJson, CancellationToken cancellationToken)
    {
        var same = await new StoreCopy(from.Images, to.Images).VerifyAsync(new Saying(), cancellationToken);
        if (asJson)
            Terminal.Json(new { channels = same.Done, entries = same.EntryCount, sizeBytes = same.SizeBytes });
        else
            Terminal.Note(Sentence(same, "are the same in both stores"));
    }

    private static string Sentence(CopyProgress progress, string what) =>
        $"{progress.Done} channels with {progress.EntryCount} entries, {ByteSize.Write(progress.SizeBytes)}, {what}";

    /// <summary>Says now and then how far it is.</summary>
    private sealed class Saying : IProgress<CopyProgress>
    {
        private long _said = Stopwatch.GetTimestamp();

        public void Report(CopyProgress value)
        {
            if (Stopwatch.GetElapsedTime(_said) < SayInterval)
                return;
            _said = Stopwatch.GetTimestamp();
            Terminal.Note($"{value.Done} of {value.ChannelCount} channels, {ByteSize.Write(value.SizeBytes)}");
        }
    }
}
