using System.Globalization;
using System.Text;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt;

/// <summary>Text within XML. Attributes of its ranges are shown as elements around them.</summary>
public sealed class YXmlText : YText
{
    /// <summary>A text with content, to be put into a document.</summary>
    public YXmlText(string text = "")
        : this(new Branch(BranchKind.XmlText))
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0)
            Insert(0, text);
    }

    internal YXmlText(Branch branch)
        : base(branch)
    {
    }

    /// <summary>The text as markup. As in Yjs nothing is escaped: not for a browser's eyes.</summary>
    public override string ToString()
    {
        var builder = new StringBuilder();
        foreach (var step in ToDelta())
            Append(builder, step);
        return builder.ToString();
    }

    internal override Any ToJson(int depthLeft) => ToString();

    private protected override YText CreateEmpty() => new YXmlText();

    private static void Append(StringBuilder builder, DeltaOp step)
    {
        var elements = (step.Attributes ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        foreach (var (name, value) in elements)
        {
            builder.Append('<').Append(name);
            foreach (var (key, attribute) in Members(value).OrderBy(pair => pair.Key, StringComparer.Ordinal))
                builder.Append(' ').Append(key).Append("=\"").Append(Spell(attribute)).Append('"');
            builder.Append('>');
        }
        builder.Append(Spell(step.Value));
        foreach (var (name, _) in elements.Reverse())
            builder.Append("</").Append(name).Append('>');
    }

    /// <summary>What JavaScript's <c>for … in</c> finds in a value.</summary>
    private static IEnumerable<KeyValuePair<string, Any>> Members(Any value)
    {
        if (value.AsObject is { } named)
            return named;
        var elements = value.AsArray ?? value.AsString?.Select(c => (Any)c.ToString()).ToArray() ?? [];
        return elements.Select((element, index) =>
            KeyValuePair.Create(index.ToString(CultureInfo.InvariantCulture), element));
    }
}
