using System.Diagnostics;
using Tacit.Client;
using Tacit.Client.Rich;
using Tacit.Crdt;

namespace Tacit.Cli;

/// <summary>Writes the document of a pad of any kind in any form.</summary>
internal static class PadExport
{
    /// <summary>The whole file.</summary>
    public static string Write(Doc doc, PadFormat format)
    {
        var meta = PadMeta.Read(doc);
        if (meta.Kind == PadKind.Rich)
            return Rich(meta, RichDocument.Read(doc), format);
        var text = doc.GetText("text").ToString();
        return format switch
        {
            // Code in Markdown is Markdown already, and so is what people write into a plain pad.
            PadFormat.Markdown => meta.Kind == PadKind.Code && meta.Language != "markdown"
                ? RichMarkdown.Fenced(text, meta.Language)
                : text,
            PadFormat.Html => RichHtml.Page(meta.Title, RichHtml.Preformatted(text, meta.Language)),
            PadFormat.Text => text,
            PadFormat.Json => Json(meta, "text", text),
            _ => throw new UnreachableException(),
        };
    }

    private static string Rich(PadMeta meta, RichNode document, PadFormat format) => format switch
    {
        PadFormat.Markdown => RichMarkdown.Write(document),
        PadFormat.Html => RichHtml.Page(meta.Title, RichHtml.Write(document)),
        PadFormat.Text => RichText.Write(document),
        PadFormat.Json => Json(meta, "content", RichJson.Write(document)),
        _ => throw new UnreachableException(),
    };

    private static string Json(PadMeta meta, string name, Any content)
    {
        var json = new AnyObject
        {
            ["title"] = meta.Title,
            ["kind"] = meta.Kind.ToString().ToLowerInvariant(),
        };
        if (meta.Kind == PadKind.Code)
            json["language"] = meta.Language;
        json[name] = content;
        return json + "\n";
    }
}
