using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using Tacit.Wire.Blobs;
using Tacit.Wire.Frames;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes and checks requests.json. Source: docs/protocol/blobs.md §6.5.</summary>
internal static class RequestVectors
{
    public static JsonObject Make()
    {
        using var random = new SeededBytes(113);
        (string Audience, string Method, int AddressCount)[] requests =
        [
            ("localhost:8080", "GET", 1),
            ("pads.example", "PUT", 1),
            ("[::1]:8443", "HEAD", 1),
            ("pads.example", "POST", 3),
        ];
        return new()
        {
            ["cases"] = Array(
                from request in requests
                from signer in Enum.GetValues<ProofBy>()
                select Case(random, request.Audience, request.Method, request.AddressCount, signer)),
            ["malformed"] = Malformed(random),
        };
    }

    public static void Check(JsonNode file)
    {
        Assert.NotEmpty(file.List("cases"));
        foreach (var one in file.List("cases"))
        {
            using var key = new SigningKey(one.Bytes("seed"));
            var (by, at) = ((ProofBy)one.Number("by"), one.Number("at"));
            var channel = ChannelId.Read(one.Bytes("channelId"));
            var (audience, method, subject) = (one.Text("audience"), one.Text("method"), one.Bytes("subject"));
            Assert.Equal(
                one.Text("signature"),
                Hex(BlobRequestProof.Sign(key, audience, channel, by, at, method, subject)));
            Assert.True(BlobAuthorization.TryRead(one.Text("token"), out var read));
            Assert.Equal((by, at, one.Text("signature")), (read.By, read.At, Hex(read.Signature)));
            Assert.Equal(one.Text("grant"), read.Grant is { } grant ? Hex(KeyVectors.BytesOf(grant)) : "");
            Assert.Equal(one.Text("token"), read.Write());
            Assert.True(BlobRequestProof.Verify(
                key.PublicKey.Span, audience, channel, by, at, method, subject, read.Signature.Span));
            Assert.False(BlobRequestProof.Verify(
                key.PublicKey.Span, audience, channel, by, at + 1, method, subject, read.Signature.Span));
        }

        Assert.NotEmpty(file.List("malformed"));
        foreach (var one in file.List("malformed"))
            Assert.False(BlobAuthorization.TryRead(one.Text("token"), out _), one.Text("why"));
    }

    private static JsonObject Case(SeededBytes random, string audience, string method, int addressCount, ProofBy by)
    {
        var seed = random.Next(32);
        using var key = new SigningKey(seed);
        var channel = new Channel(random);
        var subject = random.Next(32 * addressCount);
        const long At = 1_795_000_000;
        var grant = by == ProofBy.AuthorKey
            ? Grants.Issue(
                KeyTree.Signer(channel.WriteSecret), channel.Descriptor.Id, key.PublicKey.Span, Role.Writer, 0, 0,
                GrantedBy.WriteKey)
            : null;
        var signature = BlobRequestProof.Sign(key, audience, channel.Descriptor.Id, by, At, method, subject);
        return new()
        {
            ["seed"] = Hex(seed),
            ["audience"] = audience,
            ["channelId"] = channel.Descriptor.Id.ToHex(),
            ["by"] = (int)by,
            ["at"] = At,
            ["method"] = method,
            ["subject"] = Hex(subject),
            ["grant"] = grant is null ? "" : Hex(KeyVectors.BytesOf(grant)),
            ["signature"] = Hex(signature),
            ["token"] = new BlobAuthorization(by, At, signature, grant).Write(),
        };
    }

    private static JsonArray Malformed(SeededBytes random)
    {
        var token = new BlobAuthorization(ProofBy.ReadKey, 1_795_000_000, random.Next(64), null).Write();
        var bytes = Base64Url.DecodeFromChars(token);
        return
        [
            One("", "empty"),
            One(token[..^1], "cut off"),
            One($"{token}=", "padded"),
            One($"{token} ", "a space"),
            One(token[..5] + "+" + token[6..], "a character outside the alphabet"),
            One(Text([0, .. bytes[1..]]), "by 0"),
            One(Text([4, .. bytes[1..]]), "by 4"),
            One(Text([2, .. bytes[1..]]), "an author without a grant"),
            One(Text([.. bytes, 0]), "too long"),
            One(Text([1, 0x80, 0, .. bytes[1..]]), "a longer form of a number"),
            One(token + new string('A', 2000), "far too long"),
        ];
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static JsonObject One(string token, string why) => new() { ["token"] = token, ["why"] = why };
}
