using System.CommandLine;
using Tacit.Crdt;

namespace Tacit.Cli;

/// <summary><c>tacit doc diff</c>: what somebody lacks of an update.</summary>
internal static class DocDiffCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var file = UpdateFile.CreateFile();
        var since = new Option<string?>("--since")
        {
            Description = "an update: what it holds is left out",
            HelpName = "FILE",
        };
        var vector = new Option<string?>("--vector")
        {
            Description = "a state vector, as Yjs encodes it: what it names is left out",
            HelpName = "FILE",
        };
        var from = UpdateFile.CreateFrom();
        var to = UpdateFile.CreateVersion("--to", "the version of the result; by default that of the file");
        var output = UpdateFile.CreateOutput();
        var command = new Command("diff", "Write what another lacks of an update, and all its deletions.")
        {
            file,
            since,
            vector,
            from,
            to,
            output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(since) is null == result.GetResult(vector) is null)
                result.AddError("diff needs --since or --vector, and one of them");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = (await UpdateFile.ReadAsync(
                [parsed.GetValue(file)!], parsed.GetValue(from), cancellationToken))[0];
            var state = await StateAsync(parsed.GetValue(since), parsed.GetValue(vector), cancellationToken);
            var diff = UpdateFile.Using(read.Name, () => Updates.Diff(read.Bytes, state, read.Format));
            var format = parsed.GetValue(to) ?? read.Format;
            await UpdateFile.WriteAsync(
                parsed.GetValue(output), Updates.Convert(diff, read.Format, format), cancellationToken);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static async Task<StateVector> StateAsync(
        string? since, string? vector, CancellationToken cancellationToken)
    {
        if (vector is not null)
        {
            var bytes = await UpdateFile.ReadBytesAsync(vector, cancellationToken);
            return UpdateFile.Using(vector, () => StateVector.Decode(bytes));
        }

        var update = (await UpdateFile.ReadAsync([since!], from: null, cancellationToken))[0];
        return UpdateFile.Using(update.Name, () => Updates.StateVectorOf(update.Bytes, update.Format));
    }
}
