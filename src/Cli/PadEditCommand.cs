using System.CommandLine;
using Tacit.Client;
using Tacit.Client.Rich;
using Tacit.Crdt;

namespace Tacit.Cli;

/// <summary><c>tacit pad edit</c>: writes standard input to a pad.</summary>
internal static class PadEditCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var append = new Option<bool>("--append", "-a")
        {
            Description = "put the input at the end; of a rich pad each line becomes a paragraph",
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
            await Waiting.ForServerAsync(pad.EditAsync(doc => Append(doc, text), cancellationToken), server);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static void Append(Doc doc, string text)
    {
        if (PadMeta.Read(doc).Kind == PadKind.Rich)
            RichDocument.AppendParagraphs(doc, text);
        else
            doc.GetText("text").Insert(doc.GetText("text").Length, text);
    }
}
