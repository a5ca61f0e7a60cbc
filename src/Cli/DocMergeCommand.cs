using System.CommandLine;
using Tacit.Crdt;

namespace Tacit.Cli;

/// <summary><c>tacit doc merge</c>: many updates become one.</summary>
internal static class DocMergeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var files = UpdateFile.CreateFiles();
        var from = UpdateFile.CreateFrom();
        var to = UpdateFile.CreateVersion("--to", "the version of the result; by default that of the first file");
        var compact = new Option<bool>("--compact")
        {
            Description = "drop what was deleted and join neighbours, as a document does; all must be there",
        };
        var output = UpdateFile.CreateOutput();
        var command = new Command("merge", "Write one update that says what all of them say.")
        {
            files,
            from,
            to,
            compact,
            output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = await UpdateFile.ReadAsync(
                parsed.GetValue(files), parsed.GetValue(from), cancellationToken);
            var format = parsed.GetValue(to) ?? read[0].Format;
            var merged = parsed.GetValue(compact) ? Compact(read, format) : Merge(read, format);
            await UpdateFile.WriteAsync(parsed.GetValue(output), merged, cancellationToken);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static byte[] Merge(List<UpdateFile> files, UpdateFormat format)
    {
        var converted = files.ConvertAll(file => (ReadOnlyMemory<byte>)UpdateFile.Using(
            file.Name, () => Updates.Convert(file.Bytes, file.Format, format)));
        return Updates.Merge(converted, format);
    }

    private static byte[] Compact(List<UpdateFile> files, UpdateFormat format)
    {
        var doc = new Doc();
        foreach (var file in files)
        {
            UpdateFile.Using(file.Name, () =>
            {
                doc.ApplyUpdate(file.Bytes, file.Format);
                return true;
            });
        }

        if (doc.HasPending)
        {
            var missing = string.Join(", ", doc.MissingClocks.Select(one => $"client {one.Key} from {one.Value}"));
            throw new DataException($"updates are missing, nothing was dropped: {missing}");
        }

        return doc.EncodeStateAsUpdate(format);
    }
}
