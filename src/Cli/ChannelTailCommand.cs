using System.CommandLine;
using System.Text;
using Tacit.Client;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary><c>tacit channel tail</c>: prints what is in a channel, verified, and what comes.</summary>
internal static class ChannelTailCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var once = new Option<bool>("--once") { Description = "end when everything that is there was printed" };
        var history = new Option<bool>("--history")
        {
            Description = "also what snapshots have superseded, if it is kept",
        };
        var verbose = new Option<bool>("--verbose", "-v")
        {
            Description = "print seq, author and kind before each line",
        };
        var passwordFile = LinkArgument.CreatePasswordFile();
        var asJson = LinkArgument.CreateJson();
        var command = new Command("tail", "Print a channel's messages, and go on as they come.")
        {
            link,
            once,
            history,
            verbose,
            passwordFile,
            asJson,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var opened = LinkArgument.Read(parsed.GetValue(link)!);
            var options = new ChannelOptions
            {
                Password = LinkArgument.ReadPassword(opened, parsed.GetValue(passwordFile)),
                ReadOnly = true,
                History = parsed.GetValue(history),
            };
            await using var client = LinkArgument.NewReader(opened);
            await using var channel = await client.OpenAsync(opened, options, cancellationToken);
            Action<OpenedEntry> print = parsed.GetValue(asJson)
                ? PrintJson
                : parsed.GetValue(verbose) ? PrintVerbose : PrintText;
            await foreach (var happened in channel.ReadAsync(cancellationToken))
            {
                if (happened is EntryRead read)
                    print(read.Entry);
                else if (happened is EntrySkipped { Entry: var skipped })
                    Complain(skipped);
                else if (happened is BecameLive && parsed.GetValue(once))
                    break;
            }

            return ExitStatus.Ok;
        });
        return command;
    }

    private static void Complain(SkippedEntry skipped) => Terminal.Complain(
        $"entry {skipped.Seq} of author {skipped.Author} does not count: {skipped.Reason}");

    private static void PrintText(OpenedEntry entry)
    {
        if (entry.Kind == EntryKind.Message)
            Terminal.Line(Encoding.UTF8.GetString(entry.Content.Span));
    }

    private static void PrintVerbose(OpenedEntry entry)
    {
        var text = entry.Kind is EntryKind.Message or EntryKind.Grant
            ? Encoding.UTF8.GetString(entry.Content.Span)
            : $"({entry.Content.Length} bytes)";
        Terminal.Line($"{entry.Seq,6}  {entry.Author}  {NameOf(entry.Kind),-8}  {text}");
    }

    private static void PrintJson(OpenedEntry entry) => Terminal.Json(new
    {
        seq = entry.Seq,
        author = entry.Author.ToString(),
        counter = entry.Counter,
        kind = NameOf(entry.Kind),
        text = entry.Kind == EntryKind.Message ? Encoding.UTF8.GetString(entry.Content.Span) : null,
        contentBase64 = entry.Kind == EntryKind.Message ? null : Convert.ToBase64String(entry.Content.Span),
    });

    private static string NameOf(EntryKind kind) => kind.ToString().ToLowerInvariant();
}
