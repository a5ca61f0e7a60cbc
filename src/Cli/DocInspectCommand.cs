using System.CommandLine;
using System.Globalization;
using System.Text;
using Tacit.Crdt;

namespace Tacit.Cli;

/// <summary><c>tacit doc inspect</c>: what is in updates: clients, clocks, structs, deletions, text.</summary>
internal static class DocInspectCommand
{
    private const int ShownMax = 60;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var files = UpdateFile.CreateFiles();
        var from = UpdateFile.CreateFrom();
        var text = new Option<string?>("--text", "-t")
        {
            Description = "print only the root text of this name, after applying all files to one document",
            HelpName = "NAME",
        };
        var asJson = LinkArgument.CreateJson();
        var command = new Command("inspect", "Say what updates hold: clients, clocks, structs, deletions.")
        {
            files,
            from,
            text,
            asJson,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = await UpdateFile.ReadAsync(
                parsed.GetValue(files), parsed.GetValue(from), cancellationToken);
            if (parsed.GetValue(text) is { } name)
                PrintText(read, name, parsed.GetValue(asJson));
            else
                read.ForEach(file => Print(file, parsed.GetValue(asJson)));
            return ExitStatus.Ok;
        });
        return command;
    }

    private static void PrintText(List<UpdateFile> files, string name, bool asJson)
    {
        var doc = new Doc();
        var root = doc.GetText(name);
        foreach (var file in files)
        {
            UpdateFile.Using(file.Name, () =>
            {
                doc.ApplyUpdate(file.Bytes, file.Format);
                return true;
            });
        }

        if (doc.HasPending)
            Terminal.Note("tacit: updates are missing; this is the text without what waits for them");
        var text = root.ToString();
        if (asJson)
            Terminal.Json(new { name, text, isComplete = !doc.HasPending });
        else
            Terminal.Text(text.Length == 0 || text.EndsWith('\n') ? text : text + "\n");
    }

    private static void Print(UpdateFile file, bool asJson)
    {
        var summary = UpdateFile.Using(file.Name, () => Updates.Inspect(file.Bytes, file.Format));
        if (asJson)
            Terminal.Json(Json(file, summary));
        else
            Terminal.Text(Text(file, summary));
    }

    private static object Json(UpdateFile file, UpdateSummary summary)
    {
        var (from, to) = (summary.From, summary.To);
        return new
        {
            file = file.Name,
            bytes = file.Bytes.Length,
            version = VersionOf(file.Format),
            clients = to.Select(one => new { client = one.Key, from = from[one.Key], to = one.Value }),
            structs = summary.Structs.Select(one => new
            {
                client = one.Id.Client,
                clock = one.Id.Clock,
                length = one.Length,
                kind = one.Kind,
                origin = Json(one.Origin),
                rightOrigin = Json(one.RightOrigin),
                parent = one.Parent,
                key = one.Key,
                content = one.Content,
            }),
            deletes = summary.Deletes.Clients.Order().SelectMany(client => summary.Deletes.RangesOf(client)
                .Select(range => new { client, clock = range.Clock, length = range.Length })),
        };
    }

    private static object? Json(Id? id) => id is { } one ? new { client = one.Client, clock = one.Clock } : null;

    private static string Text(UpdateFile file, UpdateSummary summary)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{file.Name}: {file.Bytes.Length} bytes, version {VersionOf(file.Format)[1..]}");
        var (from, to) = (summary.From, summary.To);
        foreach (var (client, end) in to)
            text.AppendLine(CultureInfo.InvariantCulture, $"  client {client}  clocks {from[client]} to {end}");
        foreach (var one in summary.Structs)
            text.Append("  ").AppendLine(Line(one));
        foreach (var client in summary.Deletes.Clients.Order())
        {
            var ranges = summary.Deletes.RangesOf(client).Select(range => range.Length == 1
                ? $"{range.Clock}"
                : $"{range.Clock}..{range.End - 1}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  deletes of {client}  {string.Join(' ', ranges)}");
        }

        return text.ToString();
    }

    private static string Line(StructSummary one)
    {
        var place = new List<string>();
        if (one.Parent is { } parent)
            place.Add($"in {parent}");
        if (one.Key is { } key)
            place.Add($"at {key}");
        if (one.Origin is { } left)
            place.Add($"after {left.Client}:{left.Clock}");
        if (one.RightOrigin is { } right)
            place.Add($"before {right.Client}:{right.Clock}");
        var content = one.Content.Length <= ShownMax ? one.Content : one.Content[..ShownMax] + "…";
        var shown = content.Length == 0 ? "" : $"  “{Visible.Of(content)}”";
        return string.Create(CultureInfo.InvariantCulture,
            $"{one.Id.Client}:{one.Id.Clock}  {one.Kind} ×{one.Length}  {Visible.Of(string.Join(' ', place))}{shown}");
    }

    private static string VersionOf(UpdateFormat format) => format == UpdateFormat.V1 ? "v1" : "v2";
}
