using System.Globalization;
using System.Text;

namespace Tacit.Client.Rich;

/// <summary>Writes rich text as HTML. Nothing in it runs: no scripts, and links of safe schemes only.</summary>
public static class RichHtml
{
    /// <summary>A whole page.</summary>
    /// <param name="title">Its title, plain text.</param>
    /// <param name="body">What <see cref="Write"/> or <see cref="Preformatted"/> gave.</param>
    public static string Page(string title, string body) =>
        $"""
        <!doctype html>
        <html>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{Escape(title)}</title>
        </head>
        <body>
        {body}</body>
        </html>

        """;

    /// <summary>Plain text or code as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">The language of code, or empty.</param>
    public static string Preformatted(string text, string language)
    {
        var kind = language.Length > 0 ? $" class=\"language-{Escape(language)}\"" : string.Empty;
        // A browser drops one line break right after the tag.
        return $"<pre><code{kind}>\n{Escape(text)}</code></pre>\n";
    }

    /// <summary>The blocks of a document, each on lines of its own.</summary>
    public static string Write(RichNode doc)
    {
        var html = new StringBuilder();
        Children(html, doc);
        return html.ToString();
    }

    private static void Children(StringBuilder html, RichNode parent)
    {
        for (var at = 0; at < parent.Children.Count; at++)
        {
            if (parent.Children[at].IsText)
                at = Texts(html, parent.Children, at) - 1;
            else
                Node(html, parent.Children[at]);
        }
    }

    private static void Node(StringBuilder html, RichNode node)
    {
        switch (node.Name)
        {
            case "paragraph":
                Element(html, "p", node);
                break;
            case "heading":
                Element(html, $"h{node.Number("level", 1, 6, 1)}", node);
                break;
            case "bulletList":
                Block(html, "ul", string.Empty, node);
                break;
            case "orderedList":
                var start = node.Number("start", 0, 999_999_999, 1);
                Block(html, "ol", start == 1 ? string.Empty : $" start=\"{start}\"", node);
                break;
            case "taskList":
                Block(html, "ul", " class=\"tasks\"", node);
                break;
            case "listItem":
                Element(html, "li", node);
                break;
            case "taskItem":
                html.Append("<li><input type=\"checkbox\" disabled").Append(node.Flag("checked") ? " checked> " : "> ");
                Children(html, node);
                html.Append("</li>\n");
                break;
            case "blockquote":
                Block(html, "blockquote", string.Empty, node);
                break;
            case "codeBlock":
                html.Append(Preformatted(RichText.PlainOf(node), node.String("language")));
                break;
            case "table":
                Block(html, "table", string.Empty, node);
                break;
            case "tableRow":
                Block(html, "tr", string.Empty, node);
                break;
            case "tableHeader":
                Cell(html, "th", node);
                break;
            case "tableCell":
                Cell(html, "td", node);
                break;
            case "image":
                Image(html, node);
                break;
            case "horizontalRule":
                html.Append("<hr>\n");
                break;
            case "hardBreak":
                html.Append("<br>");
                break;
            case "mention":
                html.Append("<span class=\"mention\">").Append(Escape(RichText.MentionOf(node))).Append("</span>");
                break;
            case "attachment" when SafeLink.Of(node.String("src")) is { } file:
                html.Append("<a href=\"").Append(Escape(file)).Append("\" download>");
                html.Append(Escape(node.String("name"))).Append("</a>");
                break;
            case "attachment":
                html.Append(Escape(node.String("name")));
                break;
            default:
                Children(html, node);
                break;
        }
    }

    private static void Element(StringBuilder html, string tag, RichNode node)
    {
        html.Append('<').Append(tag).Append('>');
        Children(html, node);
        html.Append("</").Append(tag).Append(">\n");
    }

    private static void Block(StringBuilder html, string tag, string attributes, RichNode node)
    {
        html.Append('<').Append(tag).Append(attributes).Append(">\n");
        Children(html, node);
        html.Append("</").Append(tag).Append(">\n");
    }

    private static void Cell(StringBuilder html, string tag, RichNode node)
    {
        html.Append('<').Append(tag);
        foreach (var span in (ReadOnlySpan<string>)["colspan", "rowspan"])
        {
            if (node.Number(span, 2, 1000, 1) is > 1 and var count)
                html.Append(CultureInfo.InvariantCulture, $" {span}=\"{count}\"");
        }

        html.Append('>');
        Children(html, node);
        html.Append("</").Append(tag).Append(">\n");
    }

    private static void Image(StringBuilder html, RichNode node)
    {
        html.Append("<img src=\"").Append(Escape(SafeLink.Of(node.String("src")) ?? string.Empty)).Append('"');
        html.Append(" alt=\"").Append(Escape(node.String("alt"))).Append('"');
        if (node.String("title") is { Length: > 0 } title)
            html.Append(" title=\"").Append(Escape(title)).Append('"');
        html.Append('>');
    }

    // Text with its marks, up to the first node that is none. Marks that neighbours share stay open between them.
    private static int Texts(StringBuilder html, IReadOnlyList<RichNode> nodes, int at)
    {
        var open = new Stack<RichMark>();
        for (; at < nodes.Count && nodes[at].IsText; at++)
        {
            var marks = nodes[at].Marks;
            var shared = open.Reverse().Zip(marks).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
            while (open.Count > shared)
                html.Append(Tags(open.Pop()).Close);
            foreach (var mark in marks.Skip(shared))
            {
                open.Push(mark);
                html.Append(Tags(mark).Open);
            }

            html.Append(Escape(nodes[at].Text));
        }

        while (open.TryPop(out var last))
            html.Append(Tags(last).Close);
        return at;
    }

    private static (string Open, string Close) Tags(RichMark mark) => mark.Name switch
    {
        "bold" => ("<strong>", "</strong>"),
        "italic" => ("<em>", "</em>"),
        "strike" => ("<s>", "</s>"),
        "underline" => ("<u>", "</u>"),
        "highlight" => ("<mark>", "</mark>"),
        "code" => ("<code>", "</code>"),
        "link" when SafeLink.Of(mark.Attributes["href"].AsString ?? string.Empty) is { } href =>
            ($"<a href=\"{Escape(href)}\" rel=\"noopener noreferrer\">", "</a>"),
        _ => (string.Empty, string.Empty),
    };

    private static string Escape(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            html.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\0' => "\ufffd",
                _ => null,
            });
            if (c is not ('&' or '<' or '>' or '"' or '\'' or '\0'))
                html.Append(c);
        }

        return html.ToString();
    }
}
