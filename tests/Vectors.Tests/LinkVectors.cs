using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes links.json. Source: docs/protocol/keys.md §1.3.</summary>
internal static class LinkVectors
{
    public static JsonObject Make()
    {
        using var random = new SeededBytes(104);
        var id = ChannelId.Read(random.Next(32));
        using var secret = Secret.Draw(random);
        return new()
        {
            ["good"] = new JsonArray(
                Good("https://pads.example", ChannelKind.Pad, CapabilityKind.Own, 0, id, secret),
                Good("https://pads.example", ChannelKind.Pad, CapabilityKind.Edit, 0, id, secret),
                Good("https://pads.example:8443", ChannelKind.Pad, CapabilityKind.View, 3, id, secret),
                Good("http://localhost:8080", ChannelKind.Log, CapabilityKind.Edit, 127, id, secret),
                Good("http://127.0.0.1:8080", ChannelKind.Log, CapabilityKind.View, 128, id, secret),
                Good("http://[::1]:8080", ChannelKind.Log, CapabilityKind.Own, 0, id, secret),
                Good("https://pads.example", ChannelKind.Pad, CapabilityKind.Edit, 0, id, secret, "correct horse", random),
                Good("https://pads.example", ChannelKind.Pad, CapabilityKind.View, 9, id, secret, "pässwörd ☂", random),
                Good(
                    "https://pads.example", ChannelKind.Pad, CapabilityKind.View, 0, id, secret, "cafe\u0301 q\u0307\u0323", random),
                Ending(CapabilityKind.Edit, 0, id, secret, 1_767_225_599),
                Ending(CapabilityKind.View, 130, id, secret, 127),
                Ending(CapabilityKind.Own, 0, id, secret, 128, "and a password", random)),
            ["damaged"] = Array(Damaged(id, secret).Select(one => (JsonNode)new JsonObject
            {
                ["link"] = one.Link,
                ["code"] = one.Part == LinkPart.Version ? "link-newer" : "link-damaged",
                ["part"] = one.Part.ToString().ToLowerInvariant(),
            })),
        };
    }

    private static JsonObject Good(
        string origin,
        ChannelKind layer,
        CapabilityKind kind,
        long epoch,
        ChannelId id,
        Secret secret,
        string? password = null,
        SeededBytes? random = null,
        long expiry = 0)
    {
        using var plain = new Link(origin, layer, kind, epoch, id, secret, expiry);
        using var link = password is null ? plain : plain.Lock(password, random!);
        var made = new JsonObject
        {
            ["link"] = link.ToText(),
            ["host"] = origin[(origin.IndexOf("://", StringComparison.Ordinal) + 3)..],
            ["layer"] = layer.ToString().ToLowerInvariant(),
            ["capability"] = kind.ToString().ToLowerInvariant(),
            ["epoch"] = epoch,
            ["channelId"] = id.ToHex(),
            ["secret"] = Hex(secret.Bytes),
        };
        if (password is not null)
        {
            made["password"] = password;
            made["salt"] = Hex(link.Salt);
        }

        if (expiry > 0)
            made["expiry"] = expiry;

        return made;
    }

    private static JsonObject Ending(
        CapabilityKind kind,
        long epoch,
        ChannelId id,
        Secret secret,
        long expiry,
        string? password = null,
        SeededBytes? random = null) =>
        Good("https://pads.example", ChannelKind.Pad, kind, epoch, id, secret, password, random, expiry);

    private static IEnumerable<(string Link, LinkPart Part)> Damaged(ChannelId id, Secret secret)
    {
        var token = Token(1, 0, 2, [0], id, secret);
        var good = $"https://pads.example/#/pad/edit/{token}";

        yield return ("", LinkPart.Scheme);
        yield return ("pads.example", LinkPart.Scheme);
        yield return (good.Replace("https", "ftp", StringComparison.Ordinal), LinkPart.Scheme);
        yield return (good.Replace("pads.example", "", StringComparison.Ordinal), LinkPart.Host);
        yield return (good.Replace("pads.example", "pads example", StringComparison.Ordinal), LinkPart.Host);
        yield return (good.Replace("pads.example", "pads.example:0", StringComparison.Ordinal), LinkPart.Host);
        yield return (good.Replace("pads.example", "me@pads.example", StringComparison.Ordinal), LinkPart.Host);
        yield return ("https://pads.example", LinkPart.Path);
        yield return ("https://pads.example/", LinkPart.Path);
        yield return ("https://pads.example/#/pad/edit", LinkPart.Path);
        yield return ($"https://pads.example/pad/edit/{token}", LinkPart.Path);
        yield return (good + "/more", LinkPart.Path);
        yield return (good.Replace("/pad/", "/paint/", StringComparison.Ordinal), LinkPart.Layer);
        yield return (good.Replace("/edit/", "/write/", StringComparison.Ordinal), LinkPart.Word);
        yield return (good[..^3] + "." + good[^2..], LinkPart.Token);
        yield return (good + "=", LinkPart.Token);
        yield return ("https://pads.example/#/pad/edit/", LinkPart.Length);
        yield return (good[..^1], LinkPart.Length);
        yield return (good[..^20], LinkPart.Length);
        yield return (good + "AAAA", LinkPart.Length);
        yield return (good[..^10] + (good[^10] == 'A' ? 'B' : 'A') + good[^9..], LinkPart.Checksum);
        yield return (With("edit", Token(2, 0, 2, [0], id, secret)), LinkPart.Version);
        yield return (With("edit", Token(2, 0, 2, [0, 1, 2, 3], id, secret)), LinkPart.Version);
        yield return (With("view", token), LinkPart.Capability);
        yield return (With("edit", Token(1, 0, 4, [0], id, secret)), LinkPart.Capability);
        yield return (With("edit", Token(1, 4, 2, [0], id, secret)), LinkPart.Flags);
        yield return (With("own", Token(1, 0, 1, [1], id, secret)), LinkPart.Epoch);
        yield return (With("edit", Token(1, 0, 2, [0x80, 0], id, secret)), LinkPart.Epoch);
        yield return (With("edit", Token(1, 2, 2, [0], id, secret)), LinkPart.Length);
        yield return (With("edit", Token(1, 2, 2, [0], id, secret, 0x80)), LinkPart.Length);
        yield return (With("edit", Token(1, 2, 2, [0], id, secret, 0x80, 1, 0)), LinkPart.Length);
        yield return (With("edit", Token(1, 3, 2, [0], id, secret, 0x80, 1)), LinkPart.Length);
        yield return (With("edit", Token(1, 2, 2, [0], id, secret, 0)), LinkPart.Expiry);
        yield return (With("edit", Token(1, 2, 2, [0], id, secret, 0x80, 0)), LinkPart.Expiry);
        yield return (
            With("edit", Token(1, 2, 2, [0], id, secret, 255, 255, 255, 255, 255, 255, 255, 16)), LinkPart.Expiry);
    }

    private static string With(string word, string token) => $"https://pads.example/#/pad/{word}/{token}";

    private static string Token(
        byte version, byte flags, byte kind, byte[] epoch, ChannelId id, Secret secret, params byte[] end)
    {
        var token = new WireWriter().Byte(version).Byte(flags).Byte(kind).Bytes(epoch).ChannelId(id);
        token.Bytes(secret.Bytes).Bytes(end);
        token.Bytes(Blake2b.Hash(token.Written).AsSpan(0, 4));
        return Base64Url.EncodeToString(token.Written);
    }
}
