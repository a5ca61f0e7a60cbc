using System.Text.Json.Nodes;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes and checks blobs.json. Source: docs/protocol/blobs.md §6.1 to §6.3.</summary>
internal static class BlobVectors
{
    private static readonly (int Size, string Type, string Name)[] Files =
    [
        (0, "", ""),
        (1, "text/plain", "a.txt"),
        (63, "image/png", "picture.png"),
        (64, "image/png", "Bild ☂.png"),
        (524_287, "application/pdf", "whole piece.pdf"),
        (524_288, "", "one more.bin"),
        (1_600_000, "video/mp4", "film.mp4"),
    ];

    public static JsonObject Make()
    {
        using var random = new SeededBytes(112);
        var channel = ChannelId.Read(random.Next(32));
        return new()
        {
            ["cases"] = Array(Files.Select(file => Case(channel, random.Next(32), file.Size, file.Type, file.Name))),
            ["mustNotOpen"] = MustNotOpen(channel, random),
            ["manifests"] = Manifests(random),
            ["references"] = References(random),
        };
    }

    public static void Check(JsonNode file)
    {
        Assert.NotEmpty(file.List("cases"));
        foreach (var one in file.List("cases"))
        {
            Assert.Equal(
                Case(
                    ChannelId.Read(one.Bytes("channelId")), one.Bytes("key"), (int)one.Number("size"),
                    one.Text("type"), one.Text("name")).ToJsonString(),
                one.ToJsonString());
        }

        Assert.NotEmpty(file.List("mustNotOpen"));
        foreach (var one in file.List("mustNotOpen"))
        {
            using var key = new Secret(one.Bytes("key"));
            using var cipher = new BlobCipher(ChannelId.Read(one.Bytes("channelId")), key);
            var opened = cipher.TryOpenChunk(
                (int)one.Number("place"), (int)one.Number("count"), one.Bytes("chunk"), out _);
            Assert.False(opened, one.Text("why"));
        }

        Assert.NotEmpty(file.List("manifests"));
        foreach (var one in file.List("manifests"))
            Assert.Equal(one.Text("code"), Codes.Of(BlobManifest.Read(one.Bytes("content"), out _)).Name);
        Assert.NotEmpty(file.List("references"));
        foreach (var one in file.List("references"))
            Assert.Equal(one.Text("code"), Codes.Of(BlobReference.Read(one.Text("text"), out _)).Name);
    }

    /// <summary>The file of a case: byte i is 31 i + ⌊i / 512⌋, modulo 256.</summary>
    private static byte[] FileOf(int size)
    {
        var file = new byte[size];
        for (var at = 0; at < size; at++)
            file[at] = unchecked((byte)((31 * at) + (at >> 9)));
        return file;
    }

    private static JsonObject Case(ChannelId channel, byte[] keyBytes, int size, string type, string name)
    {
        var file = FileOf(size);
        var shape = BlobShape.Of(size);
        using var key = new Secret(keyBytes);
        using var cipher = new BlobCipher(channel, key);
        var addresses = new List<BlobAddress>();
        for (var place = 0; place < shape.Count; place++)
        {
            var piece = new byte[shape.LengthAt(place)];
            file.AsSpan(
                Math.Min(size, place * BlobShape.PieceBytes), shape.FileBytesAt(place)).CopyTo(piece);
            shape.Pad(place, piece);
            var chunk = cipher.SealChunk(place, shape.Count, piece);
            Assert.True(cipher.TryOpenChunk(place, shape.Count, chunk, out var opened));
            Assert.Equal(piece, opened);
            addresses.Add(BlobCipher.AddressOf(chunk));
        }

        var manifest = cipher.SealManifest(new(size, type, name, addresses));
        Assert.Equal(Code.None, cipher.OpenManifest(manifest, out var again));
        Assert.Equal((size, type, name), (again!.SizeBytes, again.Type, again.Name));
        Assert.Equal(addresses, again.Chunks);
        using var reference = new BlobReference(BlobCipher.AddressOf(manifest), keyBytes, size);
        Assert.Equal(Code.None, BlobReference.Read(reference.ToText(), out var readAgain));
        Assert.Equal(reference.ToText(), readAgain!.ToText());
        return new()
        {
            ["channelId"] = channel.ToHex(),
            ["key"] = Hex(keyBytes),
            ["size"] = size,
            ["type"] = type,
            ["name"] = name,
            ["chunks"] = Array(addresses.Select(address => (JsonNode)address.ToHex())),
            ["manifest"] = Hex(manifest),
            ["reference"] = reference.ToText(),
        };
    }

    private static JsonArray MustNotOpen(ChannelId channel, SeededBytes random)
    {
        var key = random.Next(32);
        using var secret = new Secret(key);
        using var cipher = new BlobCipher(channel, secret);
        var good = cipher.SealChunk(1, 3, random.Next(64));
        Assert.True(cipher.TryOpenChunk(1, 3, good, out _), "what is not damaged opens");
        var made = new JsonArray();
        Add(channel, key, 0, 3, good, "another place");
        Add(channel, key, 1, 2, good, "another count");
        Add(channel, random.Next(32), 1, 3, good, "another key");
        Add(ChannelId.Read(random.Next(32)), key, 1, 3, good, "another channel");
        Add(channel, key, 1, 3, good[..^1], "cut off");
        Add(channel, key, 1, 3, [.. good, 0], "too long");
        Add(channel, key, 1, 3, good[..47], "shorter than its overhead");
        Add(channel, key, 1, 3, [], "empty");
        foreach (var at in new[] { 0, 63, 64, 79, 80, good.Length - 1 })
            Add(channel, key, 1, 3, KeyVectors.Changed(good, at), $"byte {at} changed");
        return made;

        void Add(ChannelId id, byte[] with, int place, int count, byte[] chunk, string why) => made.Add(new JsonObject
        {
            ["channelId"] = id.ToHex(),
            ["key"] = Hex(with),
            ["place"] = place,
            ["count"] = count,
            ["chunk"] = Hex(chunk),
            ["why"] = why,
        });
    }

    private static JsonArray Manifests(SeededBytes random)
    {
        var good = new BlobManifest(1000, "image/png", "a", [BlobAddress.Read(random.Next(32))]).ToArray();
        Assert.Equal(Code.None, BlobManifest.Read(good, out _));
        var tooLarge = new WireWriter().Byte(1).Varint(BlobShape.SizeBytesMax + 1).String("").String("").Varint(1)
            .Bytes(random.Next(32)).ToArray();
        var longName = new WireWriter().Byte(1).Varint(1).String("").String(new string('n', 256)).Varint(1)
            .Bytes(random.Next(32)).ToArray();
        var longType = new WireWriter().Byte(1).Varint(1).String(new string('t', 128)).String("").Varint(1)
            .Bytes(random.Next(32)).ToArray();
        var noText = new WireWriter().Byte(1).Varint(1).Varint(1).Byte(0xFF).String("").Varint(1)
            .Bytes(random.Next(32)).ToArray();
        var twoPieces = new WireWriter().Byte(1).Varint(1).String("").String("").Varint(2)
            .Bytes(random.Next(64)).ToArray();
        return
        [
            Manifest([], "blob-damaged", "empty"),
            Manifest([0, .. good[1..]], "blob-damaged", "version 0"),
            Manifest([2], "blob-newer", "version 2"),
            Manifest([255, .. good[1..]], "blob-newer", "version 255"),
            Manifest(good[..^1], "blob-damaged", "cut off"),
            Manifest([.. good, 0], "blob-damaged", "too long"),
            Manifest(tooLarge, "blob-damaged", "larger than a blob can be"),
            Manifest(longName, "blob-damaged", "the name is too long"),
            Manifest(longType, "blob-damaged", "the type is too long"),
            Manifest(noText, "blob-damaged", "the type is not UTF-8"),
            Manifest(twoPieces, "blob-damaged", "more pieces than the size gives"),
        ];
    }

    private static JsonObject Manifest(byte[] content, string code, string why) =>
        new() { ["content"] = Hex(content), ["code"] = code, ["why"] = why };

    private static JsonArray References(SeededBytes random)
    {
        using var good = new BlobReference(BlobAddress.Read(random.Next(32)), random.Next(32), 1000);
        var text = good.ToText();
        var newer = $"tacit-blob:{System.Buffers.Text.Base64Url.EncodeToString((byte[])[2, .. random.Next(90)])}";
        string[] damaged =
        [
            "",
            "tacit-blob:",
            text["tacit-blob:".Length..],
            text.ToUpperInvariant(),
            text[..^1],
            text[..^4],
            $"{text}A",
            $"{text}AAAA",
            $"{text}=",
            $" {text}",
            $"{text} ",
            text[..20] + "+" + text[21..],
            text + new string('A', 200),
            "tacit-blob:AA",
        ];
        return
        [
            .. damaged.Select(one => new JsonObject { ["text"] = one, ["code"] = "blob-damaged" }),
            new JsonObject { ["text"] = newer, ["code"] = "blob-newer" },
            new JsonObject { ["text"] = "tacit-blob:Ag", ["code"] = "blob-newer" },
        ];
    }
}
