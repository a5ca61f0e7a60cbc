using Tacit.Crdt;

namespace Tacit.Client.Rich;

/// <summary>
/// A node of a rich pad, as Tiptap's schema names it: a block, something within a line, or text. Source:
/// docs/protocol/pad.md §5.1.1.
/// </summary>
/// <param name="Name">The node's name: paragraph, heading, …; of text "text".</param>
/// <param name="Attributes">What the node says of itself: level, checked, src, …</param>
/// <param name="Children">What is in it. Empty for text.</param>
/// <param name="Text">The characters of text, else empty.</param>
/// <param name="Marks">The marks of text, outermost first: bold, link, …</param>
public sealed record RichNode(
    string Name,
    AnyObject Attributes,
    IReadOnlyList<RichNode> Children,
    string Text,
    IReadOnlyList<RichMark> Marks)
{
    /// <summary>The name of text.</summary>
    public const string TextName = "text";

    /// <summary>Whether this is text.</summary>
    public bool IsText => Name == TextName;

    /// <summary>Whether this stands within a line: text, or one of the nodes that do.</summary>
    public bool IsInline => Name is TextName or "hardBreak" or "mention" or "attachment";

    /// <summary>A string attribute, empty where it is absent or something else.</summary>
    public string String(string name) => Attributes[name].AsString ?? string.Empty;

    /// <summary>A whole number within bounds, or the default where the attribute is absent or something else.</summary>
    public int Number(string name, int least, int most, int otherwise)
    {
        var value = Attributes[name];
        return (value.AsNumber ?? (double.TryParse(value.AsString, out var read) ? read : null)) is { } number
            && number >= least && number <= most
                ? (int)number
                : otherwise;
    }

    /// <summary>Whether an attribute says true.</summary>
    public bool Flag(string name) => Attributes[name].AsBoolean ?? Attributes[name].AsString == "true";
}

/// <summary>A mark of text.</summary>
/// <param name="Name">bold, italic, strike, code, underline, link, highlight, comment, …</param>
/// <param name="Attributes">Of a link its href.</param>
public sealed record RichMark(string Name, AnyObject Attributes)
{
    /// <inheritdoc />
    public bool Equals(RichMark? other) =>
        other is not null && Name == other.Name && Attributes.Equals(other.Attributes);

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
