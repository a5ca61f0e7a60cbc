using System.CommandLine;
using Tacit.Capability;
using Tacit.Client;

namespace Tacit.Cli;

/// <summary><c>tacit pad</c>: the pads of the web app, from a shell.</summary>
internal static class PadCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("pad", "Pads of the web app: make one, print it, write to it.")
    {
        ChannelNewCommand.Create("new", "Make a pad and print its links.", ChannelKind.Pad),
        CreateCat(),
        CreateEdit(),
    };

    private static Command CreateCat()
    {
        var link = LinkArgument.Create();
        var passwordFile = LinkArgument.CreatePasswordFile();
        var command = new Command("cat", "Print a pad's text.") { link, passwordFile };
        command.SetAction(async (parsed, cancellationToken) =>
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
            var text = await pad.TextAsync(cancellationToken);
            Terminal.Text(text.Length == 0 || text.EndsWith('\n') ? text : text + "\n");
            return ExitStatus.Ok;
        });
        return command;
    }

    private static Command CreateEdit()
    {
        var link = LinkArgument.Create();
        var append = new Option<bool>("--append", "-a")
        {
            Description = "put the input at the end of the text",
            Required = true,
        };
        var passwordFile = LinkArgument.CreatePasswordFile();
        var state = LinkArgument.CreateState();
        var command = new Command("edit", "Write standard input to a pad.") { link, append, passwordFile, state };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var opened = LinkArgument.Read(parsed.GetValue(link)!);
            var password = LinkArgument.ReadPassword(opened, parsed.GetValue(passwordFile));
            var text = await Console.In.ReadToEndAsync(cancellationToken);
            var (client, channel) = await LinkArgument.OpenToWriteAsync(
                opened, new ChannelOptions { Password = password }, parsed.GetValue(state)!, cancellationToken);
            await using var closingClient = client;
            await using var pad = new Pad(channel);
            var server = new Uri(opened.Origin);
            await Waiting.ForServerAsync(pad.CaughtUpAsync(cancellationToken), server);
            await Waiting.ForServerAsync(pad.AppendTextAsync(text, cancellationToken), server);
            return ExitStatus.Ok;
        });
        return command;
    }
}
