using System.Text.Json.Nodes;
using Tacit.Client;
using Tacit.Crdt;
using Tacit.Wire;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes and checks pad-content.json. Source: docs/protocol/pad.md §5.1.</summary>
internal static class PadContentVectors
{
    private const long TimeMs = 1_790_000_000_123;

    // U+10FFFF sorts before U+FFFF as UTF-16 does it, and after it as bytes.
    private static readonly string[] Guids = ["b", "a", "\uffff", "\U0010ffff", new('g', PadContent.GuidSizeMax)];

    public static JsonObject Make()
    {
        var (v1, v2) = (Update("Grüße, 世界 😀", UpdateFormat.V1), Update("Grüße, 世界 😀", UpdateFormat.V2));
        var cases = new JsonArray
        {
            Plain(1, v1),
            Plain(2, v2),
            Dated(0, string.Empty, v1),
            Dated(TimeMs, string.Empty, v1),
            Dated(WireReader.VarintMax, string.Empty, []),
        };
        foreach (var guid in Guids)
            cases.Add(Dated(TimeMs, guid, v1));
        cases.Add(All(v2));
        cases.Add(All(v2, [.. Guids.Select((guid, at) => (guid, Update($"{at}", UpdateFormat.V2)))]));
        return new()
        {
            ["cases"] = cases,
            ["malformed"] = Array(Malformed(v1, v2).Select(one =>
                new JsonObject { ["content"] = Hex(one.Content), ["offset"] = one.Offset, ["why"] = one.Why })),
            ["newer"] = new JsonArray(Hex([0]), Hex([5, 1, 2]), Hex([255])),
        };
    }

    public static void Check(JsonNode file)
    {
        Assert.NotEmpty(file.List("cases"));
        Assert.All(file.List("cases"), Good);
        Assert.NotEmpty(file.List("malformed"));
        Assert.All(file.List("malformed"), one =>
        {
            Assert.Equal(PadContentFault.Malformed, PadContent.TryRead(one.Bytes("content"), out _, out var offset));
            Assert.Equal((one.Text("why"), one.Number("offset")), (one.Text("why"), offset));
        });
        Assert.All(file.List("newer"), one => Assert.Equal(
            PadContentFault.NewerForm,
            PadContent.TryRead(Convert.FromHexString(one.GetValue<string>()), out _, out _)));
    }

    private static void Good(JsonNode one)
    {
        Assert.Equal(PadContentFault.None, PadContent.TryRead(one.Bytes("content"), out var content, out _));
        var form = one.Number("form");
        Assert.Equal(form == 3 ? one.Number("time") : null, content.TimeMs);
        Assert.All(content.Documents, read =>
            Assert.Equal(form is 1 or 3 ? UpdateFormat.V1 : UpdateFormat.V2, read.Format));
        var expected = form == 4
            ? one.List("documents").Select(each => (each.Text("guid"), each.Text("update")))
            : [(form == 3 ? one.Text("guid") : string.Empty, one.Text("update"))];
        Assert.Equal(expected, content.Documents.Select(read => (read.Guid, Hex(read.Update))));
        if (form == 3 && DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() >= one.Number("time"))
        {
            var time = DateTimeOffset.FromUnixTimeMilliseconds(one.Number("time"));
            Assert.Equal(one.Bytes("content"), PadContent.WriteUpdate(time, one.Text("guid"), one.Bytes("update")));
        }

        if (form == 4)
        {
            var subDocuments = content.Documents.Skip(1).Reverse()
                .Select(read => KeyValuePair.Create(read.Guid, read.Update.ToArray()));
            Assert.Equal(one.Bytes("content"), PadContent.WriteAll(content.Documents[0].Update.Span, subDocuments));
        }
    }

    // Offsets are where the first field begins that does not read; a string begins with its length.
    private static IEnumerable<(byte[] Content, int Offset, string Why)> Malformed(byte[] v1, byte[] v2)
    {
        var tooLong = new WireWriter().Byte(3).Varint(0).Varint(PadContent.GuidSizeMax + 1)
            .Bytes(new byte[PadContent.GuidSizeMax + 1]).ToArray();
        yield return ([], 0, "empty");
        yield return ([3], 1, "no time");
        yield return ([3, 0x80], 1, "time cut off");
        yield return ([3, 0x80, 0x00, 0x00], 1, "time not in its shortest form");
        yield return ([3, 5], 2, "no guid");
        yield return ([3, 5, 2, 0x61], 2, "guid cut off");
        yield return ([3, 5, 1, 0xff, .. v1], 2, "guid not UTF-8");
        yield return (tooLong, 2, "guid too long");
        yield return ([4], 1, "no count");
        yield return ([4, 0], 1, "no documents");
        yield return ([4, 0x81, 0x80, 0x04], 1, "too many documents");
        yield return ([4, 1, 1, 0x61, 0], 2, "the pad's own document has a guid");
        yield return ([4, 1, 0, 3, 1, 2], 3, "update cut off");
        yield return ([4, 1, 0], 3, "no length");
        yield return ([4, 2, 0, 1, 0xaa], 5, "a document is missing");
        yield return ([4, 2, 0, 0, 0, 0], 4, "the pad's own document twice");
        yield return ([4, 3, 0, 0, 1, 0x62, 0, 1, 0x61, 0], 7, "guids not in order");
        yield return ([4, 3, 0, 0, 1, 0x61, 0, 1, 0x61, 0], 7, "a guid twice");
        var all = PadContent.WriteAll(v2, []);
        yield return ([.. all, 0], all.Length, "too long");
    }

    private static JsonObject Plain(int form, byte[] update) => new()
    {
        ["form"] = form,
        ["update"] = Hex(update),
        ["content"] = Hex([(byte)form, .. update]),
    };

    private static JsonObject Dated(long time, string guid, byte[] update) => new()
    {
        ["form"] = 3,
        ["time"] = time,
        ["guid"] = guid,
        ["update"] = Hex(update),
        ["content"] = Hex(new WireWriter().Byte(3).Varint(time).String(guid).Bytes(update).Written),
    };

    private static JsonObject All(byte[] root, params (string Guid, byte[] Update)[] subDocuments)
    {
        var content = PadContent.WriteAll(
            root, subDocuments.Select(one => KeyValuePair.Create(one.Guid, one.Update)));
        Assert.Equal(PadContentFault.None, PadContent.TryRead(content, out var read, out _));
        return new()
        {
            ["form"] = 4,
            ["documents"] = Array(read.Documents.Select(one =>
                new JsonObject { ["guid"] = one.Guid, ["update"] = Hex(one.Update) })),
            ["content"] = Hex(content),
        };
    }

    private static byte[] Update(string text, UpdateFormat format)
    {
        var doc = new Doc(new() { ClientId = 7 });
        doc.GetText("text").Insert(0, text);
        return doc.EncodeStateAsUpdate(format);
    }
}
