using System.CommandLine;
using Tacit.Crdt;

namespace Tacit.Cli;

/// <summary><c>tacit doc convert</c>: the same update in the other version.</summary>
internal static class DocConvertCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var file = UpdateFile.CreateFile();
        var from = UpdateFile.CreateFrom();
        var to = UpdateFile.CreateVersion("--to", "the version to write");
        to.Required = true;
        var output = UpdateFile.CreateOutput();
        var command = new Command("convert", "Write the same update in the other version.") { file, from, to, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = (await UpdateFile.ReadAsync(
                [parsed.GetValue(file)!], parsed.GetValue(from), cancellationToken))[0];
            var converted = UpdateFile.Using(
                read.Name, () => Updates.Convert(read.Bytes, read.Format, parsed.GetValue(to)!.Value));
            await UpdateFile.WriteAsync(parsed.GetValue(output), converted, cancellationToken);
            return ExitStatus.Ok;
        });
        return command;
    }
}
