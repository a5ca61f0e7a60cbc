using Tacit.Client.Rich;
using Tacit.Crdt;

namespace Tacit.Client.Tests;

/// <summary>What a rich pad says, written out.</summary>
public sealed class RichTests
{
    public static TheoryData<string, string> Escapes => new()
    {
        { "a*b* _c_ snake_case", @"a\*b\* \_c\_ snake_case" },
        { "# no heading", @"\# no heading" },
        { "- no item", @"\- no item" },
        { "1. no item", @"1\. no item" },
        { "12) no item", @"12\) no item" },
        { "1.5 is a number", "1.5 is a number" },
        { "> no quote", @"\> no quote" },
        { "[no](link) ![no](image)", @"\[no\](link) !\[no\](image)" },
        { "<b>&amp;&copy & more</b>", @"\<b>\&amp;&copy & more\</b>" },
        { "`code` ~~gone~~ a|b", @"\`code\` \~\~gone\~\~ a\|b" },
        { @"back\slash", @"back\\slash" },
        { "two\nlines\0", "two lines\ufffd" },
        { "https://e.org/a_ or www.e.org or me@e.org", @"https\://e.org/a\_ or www\.e.org or me\@e.org" },
    };

    [Theory]
    [MemberData(nameof(Escapes))]
    public void Characters_stand_for_themselves_in_Markdown(string text, string markdown) =>
        Assert.Equal(markdown + "\n", RichMarkdown.Write(Of(Paragraph(text))));

    [Fact]
    public void Marks_become_signs_or_tags_where_signs_would_not_count()
    {
        var text = new YXmlText();
        text.ApplyDelta(
        [
            DeltaOp.Insert("plain "),
            DeltaOp.Insert("bold ", Mark("bold")),
            DeltaOp.Insert("both", new() { ["bold"] = new AnyObject(), ["italic"] = new AnyObject() }),
            DeltaOp.Insert(" gone", Mark("strike")),
            DeltaOp.Insert("word"),
            DeltaOp.Insert("“quoted”", Mark("bold")),
            DeltaOp.Insert("word "),
            DeltaOp.Insert("a`b", Mark("code")),
            DeltaOp.Insert(" "),
            DeltaOp.Insert("under", Mark("underline")),
            DeltaOp.Insert(" wow!"),
            DeltaOp.Insert("there", Link("https://e.org/a(b)&amp;")),
            DeltaOp.Insert(" "),
            DeltaOp.Insert("nowhere", Link("java\tscript:alert(1)")),
            DeltaOp.Insert("noted", new() { ["comment--AbCd1234"] = new AnyObject { ["id"] = "1" } }),
        ]);
        var document = Of(new YXmlElement("paragraph", text));

        Assert.Equal(
            "plain **bold *both*** ~~gone~~word<strong>“quoted”</strong>word ``a`b`` <u>under</u> "
                + @"wow\![there](https://e.org/a\(b\)&amp;amp;) nowherenoted" + "\n",
            RichMarkdown.Write(document));
        Assert.Equal(
            "<p>plain <strong>bold <em>both</em></strong><s> gone</s>word<strong>“quoted”</strong>word "
                + "<code>a`b</code> <u>under</u> wow!<a href=\"https://e.org/a(b)&amp;amp;\" "
                + "rel=\"noopener noreferrer\">there</a> nowherenoted</p>\n",
            RichHtml.Write(document));
        Assert.Equal(
            "plain bold both goneword“quoted”word a`b under wow!there nowherenoted\n", RichText.Write(document));
    }

    [Fact]
    public void Blocks_of_all_kinds_are_written()
    {
        var document = Of(
            Element("heading", new() { ["level"] = 2 }, new YXmlText("Title #")),
            Element(
                "bulletList",
                [],
                Item("listItem", Paragraph("one"), Element("bulletList", [], Item("listItem", Paragraph("below")))),
                Item("listItem", Paragraph("two"))),
            Element("orderedList", new() { ["start"] = 9 }, Item("listItem", Paragraph("nine")),
                Item("listItem", Paragraph("ten"), Paragraph("more"))),
            Element(
                "taskList",
                [],
                Element("taskItem", new() { ["checked"] = true }, Paragraph("done")),
                Element("taskItem", new() { ["checked"] = false }, Paragraph("open"))),
            Element("blockquote", [], Paragraph("said"), Paragraph("twice")),
            Element("codeBlock", new() { ["language"] = "c#" }, new YXmlText("var s = \"```\";\n")),
            Element(
                "table",
                [],
                Element("tableRow", [], Item("tableHeader", Paragraph("a|b")), Item("tableHeader", Paragraph("c"))),
                Element(
                    "tableRow",
                    [],
                    Element("tableCell", new() { ["colspan"] = 2 }, Paragraph("1"), Paragraph("2")))),
            Element("image", new() { ["src"] = "tacit-blob:abc", ["alt"] = "A [picture]" }),
            Element("horizontalRule", []),
            new YXmlElement(
                "paragraph",
                new YXmlText("Hello "),
                Element("mention", new() { ["id"] = "7", ["label"] = "Ann" }),
                new YXmlElement("hardBreak"),
                new YXmlText("- next "),
                Element("attachment", new() { ["src"] = "tacit-blob:xyz", ["name"] = "a_b [1].pdf" })));

        Assert.Equal(
            """
            ## Title \#

            - one
              - below
            - two

            <!-- -->

            9. nine

            10. ten

                more

            <!-- -->

            - [x] done
            - [ ] open

            > said
            >
            > twice

            ````c#
            var s = "```";
            ````

            | a\|b | c |
            | --- | --- |
            | 1<br>2 |  |

            ![A \[picture\]](tacit-blob:abc)

            ***

            Hello \@Ann\
            \- next [a_b \[1\].pdf](tacit-blob:xyz)

            """.ReplaceLineEndings("\n"),
            RichMarkdown.Write(document));
        Assert.Equal(
            """
            Title #

            - one
              - below
            - two

            9. nine
            10. ten
                more

            [x] done
            [ ] open

            > said
            > 
            > twice

            var s = "```";

            a|b	c
            1 2

            A [picture]

            ---

            Hello @Ann
            - next a_b [1].pdf

            """.ReplaceLineEndings("\n"),
            RichText.Write(document));
        var html = RichHtml.Write(document);
        Assert.Contains(
            "<li><input type=\"checkbox\" disabled checked> <p>done</p>\n</li>", html, StringComparison.Ordinal);
        Assert.Contains("<td colspan=\"2\">", html, StringComparison.Ordinal);
        Assert.Contains("<ol start=\"9\">", html, StringComparison.Ordinal);
        Assert.Contains("<pre><code class=\"language-c#\">\nvar s = &quot;```&quot;;\n</code></pre>", html,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Html_runs_nothing_that_a_stranger_put_into_it()
    {
        var document = Of(
            Paragraph("<script>alert(1)</script>"),
            Element("image", new() { ["src"] = "javascript:alert(1)", ["alt"] = "\"><script>" }),
            Element("codeBlock", new() { ["language"] = "\"><script>" }, new YXmlText("</code><script>")),
            Element("script", new() { ["onload"] = "alert(1)" }, new YXmlText("alert(1)")));

        var html = RichHtml.Page("</title><script>", RichHtml.Write(document));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onload", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_what_Tiptap_reads()
    {
        var text = new YXmlText();
        text.ApplyDelta([DeltaOp.Insert("x", Link("https://e.org"))]);

        Assert.Equal(
            """{"type":"doc","content":[{"type":"heading","attrs":{"level":1},"content":["""
                + """{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"https://e.org"}}]}]}]}""",
            RichJson.Write(Of(Element("heading", new() { ["level"] = 1 }, text))).ToString());
    }

    [Fact]
    public void What_is_nested_too_deep_is_left_out()
    {
        var innermost = Paragraph("deep");
        var doc = new Doc();
        var root = doc.GetXmlFragment(RichDocument.RootName);
        var at = new YXmlElement("blockquote");
        root.Push(at);
        for (var depth = 0; depth < 5000; depth++)
        {
            var quote = new YXmlElement("blockquote");
            at.Push(quote);
            at = quote;
        }

        at.Push(innermost);
        var document = RichDocument.Read(doc);

        Assert.DoesNotContain("deep", RichMarkdown.Write(document), StringComparison.Ordinal);
        Assert.DoesNotContain("deep", RichHtml.Write(document), StringComparison.Ordinal);
        Assert.DoesNotContain("deep", RichText.Write(document), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_appended_as_paragraphs()
    {
        var doc = new Doc();

        RichDocument.AppendParagraphs(doc, "one\r\n\ntwo\n");

        Assert.Equal("one\n\ntwo\n", RichText.Write(RichDocument.Read(doc)));
    }

    private static RichNode Of(params SharedType[] blocks)
    {
        var doc = new Doc();
        doc.GetXmlFragment(RichDocument.RootName).Push(blocks);
        return RichDocument.Read(doc);
    }

    private static YXmlElement Paragraph(string text) => new("paragraph", new YXmlText(text));

    private static YXmlElement Item(string name, params SharedType[] children) => new(name, children);

    private static YXmlElement Element(string name, AnyObject attributes, params SharedType[] children)
    {
        var element = new YXmlElement(name, children);
        foreach (var (key, value) in attributes)
            element.SetAttribute(key, value);
        return element;
    }

    private static AnyObject Mark(string name) => new() { [name] = new AnyObject() };

    private static AnyObject Link(string href) => new() { ["link"] = new AnyObject { ["href"] = href } };
}
