using Tacit.Crdt;

namespace Tacit.Client;

/// <summary>What a pad says of itself. Source: docs/protocol/pad.md §5.1.1.</summary>
/// <param name="Title">Its title; may be empty.</param>
/// <param name="Kind">Where its content is.</param>
/// <param name="Language">Of code, its language.</param>
public sealed record PadMeta(string Title, PadKind Kind, string Language)
{
    private const string RootName = "meta";
    private const string LanguageDefault = "markdown";

    /// <summary>Reads it from the pad's document.</summary>
    public static PadMeta Read(Doc doc)
    {
        var meta = doc.GetMap(RootName);
        var kind = meta["kind"].AsString switch
        {
            "rich" => PadKind.Rich,
            "code" => PadKind.Code,
            _ => PadKind.Text,
        };
        var language = kind == PadKind.Code ? meta["language"].AsString ?? LanguageDefault : string.Empty;
        return new(meta["title"].AsString ?? string.Empty, kind, language);
    }

    /// <summary>Writes what differs from what a reader takes for granted.</summary>
    public void Write(Doc doc)
    {
        var meta = doc.GetMap(RootName);
        if (Title.Length > 0)
            meta["title"] = Title;
        if (Kind != PadKind.Text)
            meta["kind"] = Kind == PadKind.Rich ? "rich" : "code";
        if (Kind == PadKind.Code && Language is not ("" or LanguageDefault))
            meta["language"] = Language;
    }
}

/// <summary>Where the content of a pad is.</summary>
public enum PadKind
{
    /// <summary>In the root text "text".</summary>
    Text,

    /// <summary>There too, and it is code.</summary>
    Code,

    /// <summary>In the root fragment "rich".</summary>
    Rich,
}
