using System.CommandLine;
using Tacit.Log.Files;
using Tacit.Log.Sqlite;
using Tacit.Server;

namespace Tacit.Cli;

/// <summary><c>tacit backup</c>: copies a store, also while its server runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("file") { Description = "where to write the backup" };

    private static readonly Option<string> Data = new("--data", "-d")
    {
        Description = "the folder of the store",
        HelpName = "DIR",
        DefaultValueFactory = _ => DataFolders.Server,
    };

    private static readonly Option<bool> Force = new("--force", "-f")
    {
        Description = "replace the file if it is there",
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "print the result as JSON" };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "backup",
            "Copy a store as of one moment, while its server runs or not, and its files beside it to FILE.blobs, of "
            + "which a later backup copies only what is new. To restore, put both into an empty data folder, as "
            + "tacit.db and blobs; clients then give back what the backup lacks.")
        {
            Target,
            Data,
            Force,
            AsJson,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(parsed.GetValue(Target)!);
        var data = Path.GetFullPath(parsed.GetValue(Data)!);
        var store = TacitServer.StorePath(data);
        if (!File.Exists(store))
            throw new UsageException($"{store}: there is no store", "--data names the folder that the server uses");
        if (File.Exists(target) && !parsed.GetValue(Force))
            throw new UsageException($"{target}: the file is there already", "--force replaces it");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await SqliteLog.BackupAsync(store, target, cancellationToken);

        // After the entries: what they refer to was stored before them, and is never removed.
        var blobs = $"{target}.blobs";
        var copied = await BlobBackup.CopyAsync(TacitServer.BlobsPath(data), blobs, cancellationToken);
        var size = new FileInfo(target).Length;
        if (parsed.GetValue(AsJson))
        {
            Terminal.Json(new { file = target, sizeBytes = size, blobs, blobsCopiedBytes = copied.SizeBytes });
        }
        else
        {
            Terminal.Note($"{ByteSize.Write(size)} written to {target}");
            var copiedSize = ByteSize.Write(copied.SizeBytes);
            Terminal.Note($"{copied.ChunkCount} new parts of files, {copiedSize}, written to {blobs}");
        }

        return ExitStatus.Ok;
    }
}
