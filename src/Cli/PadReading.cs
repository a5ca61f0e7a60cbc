using System.CommandLine;
using Tacit.Client;

namespace Tacit.Cli;

/// <summary>Opens a pad to read it, and waits until everything is there.</summary>
internal static class PadReading
{
    /// <summary>Runs a command on a pad that is complete.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed,
        Argument<string> link,
        Option<string?> passwordFile,
        Func<Pad, CancellationToken, Task> run,
        CancellationToken cancellationToken)
    {
        using var opened = LinkArgument.Read(parsed.GetValue(link)!);
        var options = new ChannelOptions
        {
            Password = LinkArgument.ReadPassword(opened, parsed.GetValue(passwordFile)),
            ReadOnly = true,
        };
        await using var client = LinkArgument.NewReader(opened);
        await using var pad = await Pad.OpenAsync(client, opened, options, cancellationToken);
        await Waiting.ForServerAsync(pad.CaughtUpAsync(cancellationToken), new Uri(opened.Origin));
        await run(pad, cancellationToken);
        return ExitStatus.Ok;
    }
}
