using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit store copy</c>: copies a store into another, also while its server runs.</summary>
internal static class StoreCopyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "copy",
            "Copy all channels and files of a store into another, and compare them. Done again it goes on where it was "
            + "interrupted and brings what came since. The source may be served meanwhile; the target must not be.")
        {
            StoreCopying.From,
            StoreCopying.To,
            StoreCopying.AsJson,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var from = await StorePlace.OpenAsync(
            parsed.GetValue(StoreCopying.From)!, mayBeInUse: true, cancellationToken);
        await using var to = await StorePlace.MakeAsync(parsed.GetValue(StoreCopying.To)!, cancellationToken);
        await StoreCopying.CopyAsync(from, to, parsed.GetValue(StoreCopying.AsJson), cancellationToken);
        if (from.IsCopy)
            Terminal.Note("a server uses the source; stop it and run tacit store move to bring what came since");
        return ExitStatus.Ok;
    }
}
