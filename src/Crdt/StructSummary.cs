using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>One struct of an update.</summary>
/// <param name="Id">Of its first element.</param>
/// <param name="Length">How many clocks it takes.</param>
/// <param name="Kind">"collected", "gap", or the kind of content: "text", "deleted", "json", "binary", "embed",
/// "format", "type", "any", "document".</param>
/// <param name="Origin">What stood to the left when it was inserted, if anything.</param>
/// <param name="RightOrigin">What stood to the right when it was inserted, if anything.</param>
/// <param name="Parent">The name of a root type, or the id of the item that holds the parent; null when it is a
/// neighbour's.</param>
/// <param name="Key">The key in the parent's map, where the update says it.</param>
/// <param name="Content">The text, or the values, shortened to nothing where there is none to show.</param>
public sealed record StructSummary(
    Id Id, long Length, string Kind, Id? Origin, Id? RightOrigin, string? Parent, string? Key, string Content)
{
    internal static StructSummary Of(Struct source)
    {
        if (source is not Item item)
        {
            var kind = source is Gc ? "collected" : "gap";
            return new StructSummary(source.Id, source.Length, kind, null, null, null, null, string.Empty);
        }
        return new StructSummary(item.Id, item.Length, KindOf(item.Content), OrNull(item.Origin),
            OrNull(item.RightOrigin), item.ParentReference?.ToString(), item.Key, Show(item.Content));
    }

    private static Id? OrNull(Id id) => id.IsNone ? null : id;

    private static string KindOf(Content content) => content switch
    {
        TextContent => "text",
        DeletedContent => "deleted",
        JsonContent => "json",
        BinaryContent => "binary",
        EmbedContent => "embed",
        FormatContent => "format",
        TypeContent => "type",
        DocContent => "document",
        _ => "any",
    };

    private static string Show(Content content)
    {
        switch (content)
        {
            case TextContent text: return text.Span.ToString();
            case FormatContent format: return $"{format.Key}={Coding.JsonText.Write(format.Value)}";
            case TypeContent type: return $"{type.Branch.Kind} {type.Branch.Name}".TrimEnd();
            case DocContent doc: return doc.Doc.Guid;
            default:
                var values = new List<Any>();
                content.AppendTo(values);
                return string.Join(' ', values.Select(Coding.JsonText.Write));
        }
    }
}
