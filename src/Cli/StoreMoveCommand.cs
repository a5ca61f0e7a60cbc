using System.CommandLine;
using Tacit.Server;

namespace Tacit.Cli;

/// <summary><c>tacit store move</c>: copies a store that nobody serves, and sets it aside.</summary>
internal static class StoreMoveCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "move",
            "Copy all channels and files of a store that no server uses into another, compare them, and set the source "
            + "aside: tacit.db of a data folder becomes tacit.db.moved, and a database stays as it is. After tacit "
            + "store copy this takes only as long as comparing.")
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
        var source = parsed.GetValue(StoreCopying.From)!;
        var moved = $"{ServerStore.LogPath(source)}.moved";
        if (StorePlace.IsFolder(source) && File.Exists(moved))
            throw new UsageException($"{moved} is there already", "take it away first");
        await using (var from = await StorePlace.OpenAsync(source, mayBeInUse: false, cancellationToken))
        await using (var to = await StorePlace.MakeAsync(parsed.GetValue(StoreCopying.To)!, cancellationToken))
        {
            await StoreCopying.CopyAsync(from, to, parsed.GetValue(StoreCopying.AsJson), cancellationToken);
        }

        if (StorePlace.IsFolder(source))
        {
            File.Move(ServerStore.LogPath(source), moved);
            Terminal.Note($"the source was set aside as {moved}");
        }

        return ExitStatus.Ok;
    }
}
