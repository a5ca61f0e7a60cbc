using System.CommandLine;
using Tacit.Client;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Cli;

/// <summary><c>tacit link share</c>: a link to give to somebody, with the channel's newest keys.</summary>
internal static class LinkShareCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var view = new Option<bool>("--view") { Description = "a link that reads" };
        var edit = new Option<bool>("--edit") { Description = "a link that writes and reads" };
        var own = new Option<bool>("--own") { Description = "a link that may do everything" };
        var expires = new Option<string?>("--expires")
        {
            Description = "when it ends: after 30m, 12h, 7d or 4w, or at 2027-01-31T12:00Z",
            HelpName = "WHEN",
        };
        var passwordStdin = new Option<bool>("--password-stdin")
        {
            Description = "the new link asks for a password: the first line of the input",
        };
        var passwordFile = LinkArgument.CreatePasswordFile();
        var asJson = LinkArgument.CreateJson();
        var command = new Command("share", "Make a link to give to somebody, and print it.")
        {
            link,
            view,
            edit,
            own,
            expires,
            passwordStdin,
            passwordFile,
            asJson,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var held = LinkArgument.Read(parsed.GetValue(link)!);
            var kind = Kind(held, parsed.GetValue(own), parsed.GetValue(edit), parsed.GetValue(view));
            DateTimeOffset? ends = parsed.GetValue(expires) is { } when
                ? Expiry.Read(when, TimeProvider.System.GetUtcNow())
                : null;
            var given = parsed.GetValue(passwordStdin)
                ? await Console.In.ReadLineAsync(cancellationToken) ?? throw new TacitException(Code.PasswordNeeded)
                : null;
            var options = new ChannelOptions
            {
                Password = LinkArgument.ReadPassword(held, parsed.GetValue(passwordFile)),
                ReadOnly = true,
                Reads = false,
            };
            await using var client = LinkArgument.NewReader(held);
            await using var channel = await client.OpenAsync(held, options, cancellationToken);

            // The log says which epoch is the newest: a link of an older one would let nobody in.
            await Waiting.ForServerAsync(channel.SavedAsync(cancellationToken), new Uri(held.Origin));
            var text = await channel.ShareAsync(kind, given, ends);
            if (parsed.GetValue(asJson))
                Terminal.Json(new { link = text });
            else
                Terminal.Line(text);
            return ExitStatus.Ok;
        });
        return command;
    }

    private static CapabilityKind Kind(Link held, bool own, bool edit, bool view)
    {
        if ((own ? 1 : 0) + (edit ? 1 : 0) + (view ? 1 : 0) != 1)
            throw new UsageException("what the link allows is not clear", "say one of --view, --edit and --own");
        var kind = own ? CapabilityKind.Own : edit ? CapabilityKind.Edit : CapabilityKind.View;
        if (kind < held.Kind)
        {
            var word = held.Kind.ToString().ToLowerInvariant();
            throw new UsageException($"a link to {word} makes none that allows more", "take a link that allows it");
        }

        return kind;
    }
}
