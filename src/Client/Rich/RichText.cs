using System.Globalization;
using System.Text;

namespace Tacit.Client.Rich;

/// <summary>Writes rich text as plain text: what it says, in lines, without marks.</summary>
public static class RichText
{
    /// <summary>The text; blocks are apart by an empty line; unless empty, it ends with a line break.</summary>
    public static string Write(RichNode doc)
    {
        var text = Blocks(doc.Children, "\n\n");
        return text.Length == 0 ? text : text + "\n";
    }

    /// <summary>The characters of a node and all in it.</summary>
    internal static string PlainOf(RichNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    /// <summary>A mention as people read it.</summary>
    internal static string MentionOf(RichNode mention) =>
        "@" + (mention.String("label") is { Length: > 0 } label ? label : mention.String("id"));

    private static void Append(StringBuilder text, RichNode node)
    {
        text.Append(node.Name switch
        {
            RichNode.TextName => node.Text,
            "hardBreak" => "\n",
            "mention" => MentionOf(node),
            "image" => node.String("alt"),
            "attachment" => node.String("name"),
            _ => string.Empty,
        });
        foreach (var child in node.Children)
            Append(text, child);
    }

    private static string Blocks(IReadOnlyList<RichNode> nodes, string between)
    {
        var blocks = new List<string>();
        for (var at = 0; at < nodes.Count; at++)
        {
            var line = new StringBuilder();
            for (; at < nodes.Count && nodes[at].IsInline; at++)
                Append(line, nodes[at]);
            if (line.Length > 0)
                blocks.Add(line.ToString());
            if (at < nodes.Count)
                blocks.Add(Block(nodes[at]));
        }

        return string.Join(between, blocks.Where(block => block.Length > 0));
    }

    private static string Block(RichNode node) => node.Name switch
    {
        "paragraph" or "heading" or "image" => PlainOf(node),
        "codeBlock" => PlainOf(node).TrimEnd('\n'),
        "bulletList" => Items(node, (_, _) => "- "),
        "orderedList" => Items(node, (at, _) =>
            string.Create(CultureInfo.InvariantCulture, $"{node.Number("start", 0, 999_999_999, 1) + at}. ")),
        "taskList" => Items(node, (_, item) => item.Flag("checked") ? "[x] " : "[ ] "),
        "blockquote" => Indent("> ", "> ", Blocks(node.Children, "\n\n")),
        "table" => string.Join('\n', node.Children.Select(row =>
            string.Join('\t', row.Children.Select(cell => Blocks(cell.Children, " ").ReplaceLineEndings(" "))))),
        "horizontalRule" => "---",
        _ => Blocks(node.Children, "\n\n"),
    };

    private static string Items(RichNode list, Func<int, RichNode, string> marker) => string.Join(
        '\n',
        list.Children.Select((item, at) =>
        {
            var mark = marker(at, item);
            return Indent(mark, new(' ', mark.Length), Blocks(item.Children, "\n"));
        }));

    private static string Indent(string first, string others, string text) =>
        first + text.Replace("\n", "\n" + others, StringComparison.Ordinal);
}
