using Tacit.Crdt;

namespace Tacit.Client.Rich;

/// <summary>
/// Reads the rich text of a pad, and appends to it. What a stranger has put where nothing belongs is left out, and what
/// is nested deeper than <see cref="DepthMax"/> too: so whatever is read can be written out by recursion.
/// </summary>
public static class RichDocument
{
    /// <summary>The root of rich text in a pad's document.</summary>
    public const string RootName = "rich";

    /// <summary>Levels of nesting that are read.</summary>
    public const int DepthMax = 100;

    /// <summary>
    /// Names of marks that may lie upon themselves carry a hash of their attributes: "--" and eight characters.
    /// </summary>
    private const int HashLength = 10;

    // The order in which marks surround one another, the same for all text, so that neighbours share what they can.
    private static readonly string[] MarkOrder =
        ["comment", "link", "highlight", "underline", "strike", "bold", "italic", "code"];

    /// <summary>The document as a node "doc".</summary>
    public static RichNode Read(Doc doc) => Node("doc", [], Children(doc.GetXmlFragment(RootName), DepthMax));

    /// <summary>Appends paragraphs, one for each line that is not empty.</summary>
    public static void AppendParagraphs(Doc doc, string text)
    {
        var root = doc.GetXmlFragment(RootName);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            root.Push(new YXmlElement("paragraph", new YXmlText(line)));
    }

    private static List<RichNode> Children(YXmlFragment parent, int depthLeft)
    {
        var children = new List<RichNode>();
        if (depthLeft == 0)
            return children;
        foreach (var child in parent.Children)
        {
            if (child is YXmlText text)
                children.AddRange(text.ToDelta().Select(Text).OfType<RichNode>());
            else if (child is YXmlElement element)
                children.Add(Node(element.NodeName, element.Attributes, Children(element, depthLeft - 1)));
        }

        return children;
    }

    private static RichNode? Text(DeltaOp step) => step.Value.AsString is { Length: > 0 } text
        ? new(RichNode.TextName, [], [], text, Marks(step.Attributes))
        : null;

    private static List<RichMark> Marks(AnyObject? attributes) =>
    [
        .. (attributes ?? [])
            .Where(one => !one.Value.IsNull && !one.Value.IsUndefined)
            .Select(one => new RichMark(WithoutHash(one.Key), one.Value.AsObject ?? []))
            .OrderBy(mark => Place(mark.Name)),
    ];

    private static int Place(string mark) => Array.IndexOf(MarkOrder, mark) is >= 0 and var place ? place : -1;

    private static string WithoutHash(string name) =>
        name.Length > HashLength && name.AsSpan(name.Length - HashLength, 2) is "--" ? name[..^HashLength] : name;

    private static RichNode Node(
        string name, IEnumerable<KeyValuePair<string, Any>> attributes, IReadOnlyList<RichNode> children)
    {
        var named = new AnyObject();
        foreach (var (key, value) in attributes.OrderBy(one => one.Key, StringComparer.Ordinal))
            named[key] = value;
        return new(name, named, children, string.Empty, []);
    }
}
