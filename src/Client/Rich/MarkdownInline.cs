using System.Text;

namespace Tacit.Client.Rich;

/// <summary>
/// Writes what stands within a line as CommonMark with GitHub's extensions. Where the signs of emphasis would not be
/// taken as such, next to punctuation or to each other, tags take their place: a reader sees the same.
/// Source: CommonMark 0.31 §2.4 (escapes), §6.2 (emphasis), §6.3 (links); GFM §4.10, §6.5.
/// </summary>
internal sealed class MarkdownInline
{
    private readonly bool _isOneLine;
    private readonly StringBuilder _line = new();

    private MarkdownInline(bool isOneLine) => _isOneLine = isOneLine;

    /// <summary>The line or lines that the nodes make.</summary>
    /// <param name="nodes">Text and what stands between it.</param>
    /// <param name="isOneLine">Whether breaks must not break the line: in headings and tables.</param>
    public static string Write(IReadOnlyList<RichNode> nodes, bool isOneLine)
    {
        var inline = new MarkdownInline(isOneLine);
        inline.Append([.. nodes.Select(node => (node, node.Marks))]);
        return MarkdownEscape.LineStarts(inline._line.ToString().Trim(' '));
    }

    private void Append(List<(RichNode Node, IReadOnlyList<RichMark> Marks)> run)
    {
        for (var at = 0; at < run.Count;)
        {
            var (node, marks) = run[at];
            if (marks.Count == 0)
            {
                Leaf(node, run, at);
                at++;
                continue;
            }

            var outer = marks[0];
            var inner = run.Skip(at).TakeWhile(one => one.Marks.Count > 0 && one.Marks[0].Equals(outer))
                .Select(one => (one.Node, (IReadOnlyList<RichMark>)[.. one.Marks.Skip(1)])).ToList();
            at += inner.Count;
            Mark(outer, inner, at < run.Count ? run[at] : default);
        }
    }

    private void Leaf(RichNode node, List<(RichNode Node, IReadOnlyList<RichMark> Marks)> run, int at)
    {
        switch (node.Name)
        {
            case RichNode.TextName:
                // A sign before a link would make it an image.
                var isBeforeLink = at + 1 < run.Count && run[at + 1].Marks.Any(mark => mark.Name == "link");
                var text = MarkdownEscape.Text(node.Text);
                _line.Append(isBeforeLink && text.EndsWith('!') ? text[..^1] + "\\!" : text);
                break;
            case "hardBreak":
                _line.Append(_isOneLine ? "<br>" : at + 1 < run.Count ? "\\\n" : string.Empty);
                break;
            case "mention":
                _line.Append(MarkdownEscape.Text(RichText.MentionOf(node)));
                break;
            case "image":
                _line.Append('!').Append('[').Append(MarkdownEscape.Text(node.String("alt"))).Append("](");
                _line.Append(MarkdownEscape.Address(SafeLink.Of(node.String("src")) ?? string.Empty));
                _line.Append(MarkdownEscape.Title(node.String("title"))).Append(')');
                break;
            case "attachment" when SafeLink.Of(node.String("src")) is { } file:
                _line.Append('[').Append(MarkdownEscape.Text(node.String("name"))).Append("](");
                _line.Append(MarkdownEscape.Address(file)).Append(')');
                break;
            default:
                _line.Append(MarkdownEscape.Text(RichText.PlainOf(node)));
                break;
        }
    }

    private void Mark(
        RichMark mark,
        List<(RichNode Node, IReadOnlyList<RichMark> Marks)> run,
        (RichNode? Node, IReadOnlyList<RichMark> Marks) next)
    {
        if (mark.Name == "code" && run.All(one => one.Node.IsText))
        {
            _line.Append(MarkdownEscape.Code(string.Concat(run.Select(one => one.Node.Text))));
            return;
        }

        // An address that is its own text is written once.
        if (mark.Name == "link" && run is [{ Node: { IsText: true, Text: var address }, Marks.Count: 0 }]
            && address == mark.Attributes["href"].AsString && MarkdownEscape.IsAddress(address))
        {
            _line.Append('<').Append(address).Append('>');
            return;
        }

        var inner = new MarkdownInline(_isOneLine);
        inner.Append(run);
        var text = inner._line.ToString();
        var core = text.Trim(' ');
        if (core.Length == 0)
        {
            _line.Append(text);
            return;
        }

        // Spaces at the edges stand outside, where they do not keep the signs from counting.
        var lead = text.Length - text.TrimStart(' ').Length;
        _line.Append(' ', lead);
        var hasSpaceAfter = text.EndsWith(' ');
        switch (mark.Name)
        {
            case "bold":
                Emphasis("**", "strong", core, hasSpaceAfter, next);
                break;
            case "italic":
                Emphasis("*", "em", core, hasSpaceAfter, next);
                break;
            case "strike":
                Emphasis("~~", "del", core, hasSpaceAfter, next);
                break;
            case "underline":
                _line.Append("<u>").Append(core).Append("</u>");
                break;
            case "highlight":
                _line.Append("<mark>").Append(core).Append("</mark>");
                break;
            case "link" when SafeLink.Of(mark.Attributes["href"].AsString ?? string.Empty) is { } href:
                _line.Append('[').Append(core).Append("](").Append(MarkdownEscape.Address(href));
                _line.Append(MarkdownEscape.Title(mark.Attributes["title"].AsString ?? string.Empty)).Append(')');
                break;
            default:
                _line.Append(core);
                break;
        }

        _line.Append(' ', text.Length - lead - core.Length);
    }

    private void Emphasis(
        string sign,
        string tag,
        string core,
        bool hasSpaceAfter,
        (RichNode? Node, IReadOnlyList<RichMark> Marks) next)
    {
        var before = _line.Length == 0 ? ' ' : _line[^1];
        var bare = core.Trim(sign[0]);
        var (first, last) = bare.Length == 0 ? (' ', ' ') : (bare[0], bare[^1]);
        var after = hasSpaceAfter || next.Node is null ? ' '
            : next.Marks is { Count: > 0 } || !next.Node.IsText ? '*'
            : next.Node.Text[0];
        var touches = before is '*' or '~' or '\\' || char.IsSurrogate(before) || char.IsSurrogate(after);
        var opens = !IsSpace(first) && (!IsPunctuation(first) || IsSpace(before) || IsPunctuation(before));
        var closes = !IsSpace(last) && (!IsPunctuation(last) || IsSpace(after) || IsPunctuation(after));
        if (opens && closes && !touches && !core.Contains('\n', StringComparison.Ordinal))
            _line.Append(sign).Append(core).Append(sign);
        else
            _line.Append('<').Append(tag).Append('>').Append(core).Append("</").Append(tag).Append('>');
    }

    private static bool IsSpace(char c) => char.IsWhiteSpace(c);

    private static bool IsPunctuation(char c) => char.IsPunctuation(c) || char.IsSymbol(c) || char.IsSurrogate(c);
}
