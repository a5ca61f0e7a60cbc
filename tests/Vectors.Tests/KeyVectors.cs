using System.Text.Json.Nodes;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using Tacit.Wire.Frames;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes keys.json, grants.json and proofs.json. Source: docs/protocol/keys.md §1.1 to §1.5.</summary>
internal static class KeyVectors
{
    public static JsonObject Keys()
    {
        using var random = new SeededBytes(101);
        return new()
        {
            ["cases"] = Array(
                from kind in Enum.GetValues<ChannelKind>()
                from policy in Enum.GetValues<AppendPolicy>()
                select Case(new Channel(random, kind, policy))),
            ["authors"] = Array(Enumerable.Range(0, 4).Select(_ => Author(random.Next(32)))),
        };
    }

    public static JsonObject GrantFile()
    {
        using var random = new SeededBytes(102);
        var writers = new Channel(random);
        var granted = new Channel(random, ChannelKind.Log, AppendPolicy.Granted);
        var authorKey = KeyTree.PublicKey(Secret.Draw(random));
        var good = Grants.Issue(
            KeyTree.Signer(writers.WriteSecret), writers.Descriptor.Id, authorKey, Role.Writer, 0, 0,
            GrantedBy.WriteKey);
        var foreign = Grants.Issue(
            KeyTree.Signer(granted.OwnerSecret), granted.Descriptor.Id, authorKey, Role.Writer, 0, 0,
            GrantedBy.OwnerKey);
        var byWriteKey = Grants.Issue(
            KeyTree.Signer(granted.WriteSecret), granted.Descriptor.Id, authorKey, Role.Writer, 0, 0,
            GrantedBy.WriteKey);
        return new()
        {
            ["good"] = new JsonArray(
                GoodGrant(writers, writers.WriteSecret, authorKey, Role.Writer, 0, GrantedBy.WriteKey),
                GoodGrant(writers, writers.WriteSecret, authorKey, Role.Writer, 1_900_000_000, GrantedBy.WriteKey),
                GoodGrant(writers, writers.OwnerSecret, authorKey, Role.Writer, 0, GrantedBy.OwnerKey),
                GoodGrant(writers, writers.OwnerSecret, authorKey, Role.Admin, 0, GrantedBy.OwnerKey),
                GoodGrant(granted, granted.OwnerSecret, authorKey, Role.Admin, 1_900_000_000, GrantedBy.OwnerKey)),
            ["bad"] = new JsonArray(
                BadGrant(writers, Changed(BytesOf(good), ^1), "signature changed"),
                BadGrant(writers, Changed(BytesOf(good), 0), "author key changed"),
                BadGrant(writers, Changed(BytesOf(good), 33), "expiry changed"),
                BadGrant(writers, BytesOf(foreign), "of another channel"),
                BadGrant(granted, BytesOf(byWriteKey), "policy lets only the owner key grant"),
                BadGrant(writers, Signed(writers, writers.WriteSecret, authorKey, 2, 0, 1), "write key makes an admin"),
                BadGrant(writers, Signed(writers, writers.OwnerSecret, authorKey, 1, 1, 2), "owner key in an epoch"),
                BadGrant(writers, Signed(writers, writers.OwnerSecret, authorKey, 0, 0, 2), "role unknown"),
                BadGrant(writers, Signed(writers, writers.OwnerSecret, authorKey, 1, 0, 3), "by unknown"),
                BadGrant(writers, BytesOf(good)[..^1], "cut off"),
                BadGrant(writers, [.. BytesOf(good), 0], "too long")),
        };
    }

    public static JsonObject Proofs()
    {
        using var random = new SeededBytes(103);
        string[] audiences = ["localhost:8080", "pads.example", "[::1]:8443"];
        return new()
        {
            ["cases"] = Array(
                from audience in audiences
                from key in Enum.GetValues<ProofBy>()
                select Proof(random, audience, key)),
        };
    }

    internal static byte[] Changed(byte[] bytes, Index at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 1;
        return changed;
    }

    internal static byte[] BytesOf(Grant grant)
    {
        var writer = new WireWriter();
        grant.Write(writer);
        return writer.ToArray();
    }

    private static JsonObject Case(Channel channel) => new()
    {
        ["ownerSecret"] = Hex(channel.OwnerSecret.Bytes),
        ["kind"] = (int)channel.Descriptor.Kind,
        ["policy"] = (int)channel.Descriptor.Policy,
        ["ownerKey"] = Hex(KeyTree.PublicKey(channel.OwnerSecret)),
        ["writeSecret"] = Hex(channel.WriteSecret.Bytes),
        ["writeKey"] = Hex(KeyTree.PublicKey(channel.WriteSecret)),
        ["readSecret"] = Hex(channel.ReadSecret.Bytes),
        ["readKey"] = Hex(KeyTree.PublicKey(channel.ReadSecret)),
        ["epochKey"] = Hex(channel.EpochKey.Bytes),
        ["contentKey"] = Hex(channel.EpochKey.Derive(4).Bytes),
        ["commitmentKey"] = Hex(channel.EpochKey.Derive(5).Bytes),
        ["ephemeralKey"] = Hex(channel.EpochKey.Derive(6).Bytes),
        ["ephemeralCommitmentKey"] = Hex(channel.EpochKey.Derive(7).Bytes),
        ["wrapKey"] = Hex(channel.EpochKey.Derive(8).Bytes),
        ["descriptor"] = Hex(channel.Descriptor.ToArray()),
        ["channelId"] = channel.Descriptor.Id.ToHex(),
    };

    private static JsonObject Author(byte[] seed)
    {
        using var key = new SigningKey(seed);
        return new()
        {
            ["seed"] = Hex(seed),
            ["key"] = Hex(key.PublicKey),
            ["author"] = Authors.IdOf(key.PublicKey.Span).ToString(),
        };
    }

    private static JsonObject GoodGrant(
        Channel channel, Secret signer, byte[] authorKey, Role role, long expiry, GrantedBy by)
    {
        using var seed = signer.Derive(2);
        using var key = new SigningKey(seed.Bytes);
        return new()
        {
            ["descriptor"] = Hex(channel.Descriptor.ToArray()),
            ["channelId"] = channel.Descriptor.Id.ToHex(),
            ["signerSeed"] = Hex(seed.Bytes),
            ["authorKey"] = Hex(authorKey),
            ["role"] = (int)role,
            ["expiry"] = expiry,
            ["epoch"] = 0,
            ["by"] = (int)by,
            ["grant"] = Hex(BytesOf(Grants.Issue(key, channel.Descriptor.Id, authorKey, role, expiry, 0, by))),
        };
    }

    private static JsonObject BadGrant(Channel channel, byte[] grant, string why) => new()
    {
        ["descriptor"] = Hex(channel.Descriptor.ToArray()),
        ["grant"] = Hex(grant),
        ["why"] = why,
    };

    // With a good signature over what no key may grant, which Grants.Issue refuses to make.
    private static byte[] Signed(Channel channel, Secret signer, byte[] authorKey, byte role, long epoch, byte by)
    {
        var fields = new WireWriter().Bytes(authorKey).Byte(role).Varint(0).Varint(epoch).Byte(by);
        var signed = new WireWriter().Bytes("tacit/grant/1\0\0\0"u8).ChannelId(channel.Descriptor.Id);
        signed.Bytes(fields.Written);
        using var key = KeyTree.Signer(signer);
        return [.. fields.Written, .. key.Sign(signed.Written)];
    }

    private static JsonObject Proof(SeededBytes random, string audience, ProofBy by)
    {
        var seed = random.Next(32);
        var challenge = random.Next(32);
        var channel = ChannelId.Read(random.Next(32));
        using var key = new SigningKey(seed);
        return new()
        {
            ["seed"] = Hex(seed),
            ["key"] = Hex(key.PublicKey),
            ["challenge"] = Hex(challenge),
            ["audience"] = audience,
            ["channelId"] = channel.ToHex(),
            ["by"] = (int)by,
            ["signature"] = Hex(JoinProof.Sign(key, challenge, audience, channel, by)),
        };
    }
}
