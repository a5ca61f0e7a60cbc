using System.CommandLine;

namespace Tacit.Cli;

/// <summary><c>tacit store verify</c>: compares two stores.</summary>
internal static class StoreVerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "verify", "Compare two stores: every channel of the first must be in the second, the same in everything.")
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
        await using var to = await StorePlace.OpenAsync(
            parsed.GetValue(StoreCopying.To)!, mayBeInUse: true, cancellationToken);
        await StoreCopying.VerifyAsync(from, to, parsed.GetValue(StoreCopying.AsJson), cancellationToken);
        return ExitStatus.Ok;
    }
}
