using System.CommandLine;
using System.Globalization;
using Tacit.Client;

namespace Tacit.Cli;

/// <summary><c>tacit pad watch</c>: prints each change of a pad as it comes.</summary>
internal static class PadWatchCommand
{
    private const int ShownMax = 60;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var link = LinkArgument.Create();
        var passwordFile = LinkArgument.CreatePasswordFile();
        var asJson = LinkArgument.CreateJson();
        var command = new Command("watch", "Print who changes a pad, when, and what, as it happens.")
        {
            link,
            passwordFile,
            asJson,
        };
        command.SetAction((parsed, cancellationToken) => PadReading.RunAsync(
            parsed,
            link,
            passwordFile,
            (pad, cancellation) => WatchAsync(pad, parsed.GetValue(asJson), cancellation),
            cancellationToken));
        return command;
    }

    private static async Task WatchAsync(Pad pad, bool asJson, CancellationToken cancellationToken)
    {
        await using var changes = pad.ChangesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var before = await TextOf(pad, cancellationToken);
        while (await changes.MoveNextAsync())
        {
            var change = changes.Current;
            if (change.MissedCount > 0)
                Terminal.Note($"tacit: {change.MissedCount} changes came faster than they were printed");
            var after = await TextOf(pad, cancellationToken);
            var diff = TextDiff.Between(before, after);
            before = after;
            if (change.Fault != PadContentFault.None)
                Terminal.Complain($"entry {change.Seq} of author {change.Author} does not count: {change.Fault}");
            else if (!change.IsSnapshot || !diff.IsEmpty)
                Print(change, diff, asJson);
        }
    }

    private static Task<string> TextOf(Pad pad, CancellationToken cancellationToken) =>
        pad.ReadAsync(doc => PadExport.Write(doc, PadFormat.Text), cancellationToken);

    private static void Print(PadChange change, TextDiff diff, bool asJson)
    {
        if (asJson)
        {
            Terminal.Json(new
            {
                seq = change.Seq,
                time = change.Time,
                author = change.Author.ToString(),
                name = change.Name,
                at = diff.At,
                deleted = diff.Deleted,
                inserted = diff.Inserted,
            });
            return;
        }

        var time = change.Time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "?";
        var who = change.Name.Length > 0 ? Visible.Of(change.Name) : change.Author.ToString();
        var what = diff.IsEmpty
            ? "(no change of the text)"
            : $"{Part('-', diff.Deleted)}{(diff.Deleted.Length > 0 && diff.Inserted.Length > 0 ? " " : "")}"
                + Part('+', diff.Inserted);
        Terminal.Line($"{time}  {who}  {what}");
    }

    private static string Part(char sign, string text) => text.Length == 0
        ? ""
        : text.Length <= ShownMax ? $"{sign}“{Visible.Of(text)}”"
        : $"{sign}“{Visible.Of(text[..ShownMax])}…” ({text.Length})";
}
