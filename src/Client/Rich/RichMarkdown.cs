using System.Globalization;
using System.Text;

namespace Tacit.Client.Rich;

/// <summary>
/// Writes rich text as Markdown: CommonMark with GitHub's tables, task lists and strikethrough. What Markdown has no
/// sign for (underlined, highlighted) gets tags; comments are left out.
/// </summary>
public static class RichMarkdown
{
    /// <summary>The document; it ends with a line break unless it is empty.</summary>
    public static string Write(RichNode doc)
    {
        var markdown = Blocks(doc.Children);
        return markdown.Length == 0 ? markdown : markdown + "\n";
    }

    /// <summary>Code as a fenced block, which ends with a line break.</summary>
    /// <param name="text">The code.</param>
    /// <param name="language">Its language, or empty.</param>
    public static string Fenced(string text, string language)
    {
        var fence = new string('`', Math.Max(3, MarkdownEscape.LongestRun(text, '`') + 1));
        var info = string.Concat(language.Where(c => char.IsLetterOrDigit(c) || c is '+' or '-' or '#' or '.' or '_'));
        var end = text.Length == 0 || text.EndsWith('\n') ? string.Empty : "\n";
        return $"{fence}{info}\n{text}{end}{fence}\n";
    }

    private static string Blocks(IReadOnlyList<RichNode> nodes)
    {
        var markdown = new StringBuilder();
        var before = string.Empty;
        for (var at = 0; at < nodes.Count; at++)
        {
            var name = nodes[at].Name;
            string block;
            if (nodes[at].IsInline)
            {
                var run = nodes.Skip(at).TakeWhile(node => node.IsInline).ToList();
                at += run.Count - 1;
                block = MarkdownInline.Write(run, isOneLine: false);
            }
            else
            {
                block = Block(nodes[at]);
            }

            if (block.Length == 0)
                continue;
            if (markdown.Length > 0)
                markdown.Append("\n\n");

            // Two lists in a row would be one.
            if (IsList(name) && IsList(before))
                markdown.Append("<!-- -->\n\n");
            markdown.Append(block);
            before = name;
        }

        return markdown.ToString();
    }

    private static string Block(RichNode node)
    {
        switch (node.Name)
        {
            case "paragraph" or "image":
                return MarkdownInline.Write(node.Name == "image" ? [node] : node.Children, isOneLine: false);
            case "heading":
                return Heading(node);
            case "bulletList":
                return Items(node, (_, _) => "- ", string.Empty);
            case "orderedList":
                return Items(
                    node,
                    (at, _) => string.Create(
                        CultureInfo.InvariantCulture, $"{node.Number("start", 0, 999_999_000, 1) + at}. "),
                    string.Empty);
            case "taskList":
                return Items(node, (_, _) => "- ", "[ ] ");
            case "blockquote":
                return Quote(Blocks(node.Children));
            case "codeBlock":
                return Fenced(RichText.PlainOf(node), node.String("language")).TrimEnd('\n');
            case "table":
                return Table(node);
            case "horizontalRule":
                return "***";
            default:
                return Blocks(node.Children);
        }
    }

    private static bool IsList(string name) => name is "bulletList" or "orderedList" or "taskList";

    private static string Heading(RichNode node)
    {
        var line = MarkdownInline.Write(node.Children, isOneLine: true);

        // Signs at the end, after a space, would count as the heading's own.
        var end = line.TrimEnd('#');
        if (end.Length < line.Length && end.EndsWith(' '))
            line = end + "\\" + line[end.Length..];
        return $"{new string('#', node.Number("level", 1, 6, 1))} {line}".TrimEnd(' ');
    }

    private static string Items(RichNode list, Func<int, RichNode, string> marker, string box)
    {
        // A list is tight if each item is one paragraph, with lists below it at most.
        var isTight = list.Children.All(item => item.Children switch
        {
            [] or [{ Name: "paragraph" }] => true,
            [{ Name: "paragraph" }, var below] => IsList(below.Name),
            _ => false,
        });
        return string.Join(isTight ? "\n" : "\n\n", list.Children.Select((item, at) =>
        {
            var mark = marker(at, item);
            var check = box.Length == 0 ? box : item.Flag("checked") ? "[x] " : box;
            var body = isTight
                ? string.Join('\n', item.Children.Select(Block).Where(block => block.Length > 0))
                : Blocks(item.Children);
            return (mark + check + Indent(body, mark.Length)).TrimEnd(' ');
        }));
    }

    private static string Indent(string lines, int width)
    {
        var indent = new string(' ', width);
        return string.Join(
            '\n', lines.Split('\n').Select((line, at) => at == 0 || line.Length == 0 ? line : indent + line));
    }

    private static string Quote(string lines) => string.Join(
        '\n', lines.Split('\n').Select(line => line.Length == 0 ? ">" : $"> {line}"));

    private static string Table(RichNode table)
    {
        var rows = table.Children.Where(row => row.Name == "tableRow")
            .Select(row => row.Children.SelectMany(Cells).ToList()).ToList();
        if (rows.Count == 0)
            return string.Empty;
        var width = Math.Max(1, rows.Max(row => row.Count));

        // GitHub's tables have a header in any case; where this one has none, it is empty.
        var hasHeader = table.Children[0].Children.Any(cell => cell.Name == "tableHeader");
        if (!hasHeader)
            rows.Insert(0, []);
        var lines = rows.Select(row => Row(row, width)).ToList();
        lines.Insert(1, "|" + string.Concat(Enumerable.Repeat(" --- |", width)));
        return string.Join('\n', lines);
    }

    private static string Row(List<string> cells, int width) =>
        "|" + string.Concat(Enumerable.Range(0, width).Select(at => $" {(at < cells.Count ? cells[at] : "")} |"));

    // What spans columns stands in the first of them. Spans of strangers are bounded by what a table can sensibly have.
    private static IEnumerable<string> Cells(RichNode cell)
    {
        yield return Cell(cell);
        for (var more = 1; more < cell.Number("colspan", 1, 100, 1); more++)
            yield return string.Empty;
    }

    private static string Cell(RichNode cell)
    {
        var parts = new List<string>();
        Lines(cell, parts);
        return string.Join("<br>", parts.Where(part => part.Length > 0));
    }

    // A cell holds lines only: blocks within it become lines of it.
    private static void Lines(RichNode node, List<string> lines)
    {
        if (node.Children.Count > 0 && node.Children.All(child => child.IsInline || child.Name == "image"))
        {
            var inline = node.Name == "codeBlock"
                ? MarkdownEscape.Code(RichText.PlainOf(node))
                : MarkdownInline.Write(node.Children, isOneLine: true);
            lines.Add(InCell(inline));
            return;
        }

        foreach (var child in node.Children)
        {
            if (child.IsInline || child.Name == "image")
                lines.Add(InCell(MarkdownInline.Write([child], isOneLine: true)));
            else
                Lines(child, lines);
        }
    }

    // Within a table a bar ends the cell even in code; in text it has its sign already.
    private static string InCell(string line)
    {
        var cell = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '|' && (at == 0 || line[at - 1] != '\\'))
                cell.Append('\\');
            cell.Append(line[at]);
        }

        return cell.ToString();
    }
}
