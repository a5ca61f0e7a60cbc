using System.CommandLine;
using Tacit.Capability;
using Tacit.Client;

namespace Tacit.Cli;

/// <summary><c>tacit pad new</c>: makes a pad and prints its links.</summary>
internal static class PadNewCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var kind = new Option<PadKind>("--kind", "-k")
        {
            Description = "text, code, or rich with headings, lists and tables",
            HelpName = "KIND",
            CustomParser = result => result.Tokens.Single().Value switch
            {
                "rich" => PadKind.Rich,
                "code" => PadKind.Code,
                "text" => PadKind.Text,
                var other => Unknown(result, other),
            },
        };
        kind.CompletionSources.Add("rich", "code", "text");
        var title = new Option<string>("--title", "-t") { Description = "its title", HelpName = "TEXT" };
        var language = new Option<string>("--language", "-l")
        {
            Description = "of code, its language; markdown is shown with a preview",
            HelpName = "NAME",
        };
        var command = ChannelNewCommand.Create(
            "new",
            "Make a pad and print its links.",
            ChannelKind.Pad,
            async (parsed, channel, cancellationToken) =>
            {
                var meta = new PadMeta(
                    parsed.GetValue(title) ?? "", parsed.GetValue(kind), parsed.GetValue(language) ?? "");
                await using var pad = new Pad(channel);
                await pad.EditAsync(meta.Write, cancellationToken);
            });
        command.Add(kind);
        command.Add(title);
        command.Add(language);
        return command;
    }

    private static PadKind Unknown(System.CommandLine.Parsing.ArgumentResult result, string given)
    {
        result.AddError($"--kind {given}: there are rich, code and text");
        return PadKind.Text;
    }
}
