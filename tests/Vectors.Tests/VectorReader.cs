using System.Text.Json.Nodes;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Checks what any maker wrote, this one or the other language's, against the code.</summary>
internal static class VectorReader
{
    public static void Check(string name, JsonNode file)
    {
        if (name == "blobs.json")
        {
            BlobVectors.Check(file);
            return;
        }

        if (name == "requests.json")
        {
            RequestVectors.Check(file);
            return;
        }

        var (part, check) = name switch
        {
            "keys.json" => ("cases", (Action<JsonNode>)Keys),
            "links.json" => ("good", GoodLink),
            "grants.json" => ("good", one => Grant(one, true)),
            "proofs.json" => ("cases", Proof),
            "epochs.json" => ("cases", Epoch),
            "entries.json" => ("cases", one => Entry(one, true)),
            "padding.json" => ("cases", PaddingCase),
            "snapshots.json" => ("cases", Snapshot),
            "ephemeral.json" => ("cases", one => Ephemeral(one, true)),
            "heads.json" => ("cases", Heads),
            "frames.json" => ("cases", one => Frame(one, true)),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        Assert.NotEmpty(file.List(part));
        Assert.All(file.List(part), check);

        (string Part, Action<JsonNode> Check)[] others = name switch
        {
            "keys.json" => [("authors", Author)],
            "links.json" => [("damaged", DamagedLink)],
            "grants.json" => [("bad", one => Grant(one, false))],
            "entries.json" => [("mustNotOpen", one => Entry(one, false))],
            "ephemeral.json" => [("mustNotOpen", one => Ephemeral(one, false))],
            "frames.json" => [("malformed", one => Frame(one, false))],
            _ => [],
        };
        foreach (var (otherPart, otherCheck) in others)
        {
            Assert.NotEmpty(file.List(otherPart));
            Assert.All(file.List(otherPart), otherCheck);
        }
    }

    private static void Keys(JsonNode one)
    {
        using var owner = new Secret(one.Bytes("ownerSecret"));
        using var write = KeyTree.Narrow(owner);
        using var read = KeyTree.Narrow(write);
        using var epoch = KeyTree.EpochKey(read);
        Assert.Equal(one.Text("writeSecret"), Hex(write.Bytes));
        Assert.Equal(one.Text("readSecret"), Hex(read.Bytes));
        Assert.Equal(one.Text("ownerKey"), Hex(KeyTree.PublicKey(owner)));
        Assert.Equal(one.Text("writeKey"), Hex(KeyTree.PublicKey(write)));
        Assert.Equal(one.Text("readKey"), Hex(KeyTree.PublicKey(read)));
        Assert.Equal(one.Text("epochKey"), Hex(epoch.Bytes));
        string[] names = ["contentKey", "commitmentKey", "ephemeralKey", "ephemeralCommitmentKey", "wrapKey"];
        foreach (var (at, name) in names.Index())
            Assert.Equal(one.Text(name), Hex(epoch.Derive(at + 4).Bytes));

        Assert.True(Descriptor.TryRead(one.Bytes("descriptor"), out var descriptor));
        Assert.Equal(one.Text("channelId"), descriptor.Id.ToHex());
        Assert.Equal(one.Number("kind"), (long)descriptor.Kind);
        Assert.Equal(one.Number("policy"), (long)descriptor.Policy);
        using var keyring = new Keyring(CapabilityKind.Own, 0, owner);
        Assert.True(keyring.Fits(descriptor));
    }

    private static void Author(JsonNode one)
    {
        using var key = new SigningKey(one.Bytes("seed"));
        Assert.Equal(one.Text("key"), Hex(key.PublicKey));
        Assert.Equal(one.Text("author"), Authors.IdOf(key.PublicKey.Span).ToString());
    }

    private static void GoodLink(JsonNode one)
    {
        Assert.True(Link.TryParse(one.Text("link"), out var link, out _));
        Assert.Equal(one.Text("link"), link.ToText());
        Assert.EndsWith("://" + one.Text("host"), link.Origin, StringComparison.Ordinal);
        Assert.Equal(one.Text("layer"), Enum.GetName(link.Layer)!.ToLowerInvariant());
        Assert.Equal(one.Text("capability"), Enum.GetName(link.Kind)!.ToLowerInvariant());
        Assert.Equal(one.Number("epoch"), link.Epoch);
        Assert.Equal(one.Text("channelId"), link.Channel.ToHex());
        Assert.Equal(one["password"] is not null, link.NeedsPassword);
        Assert.Equal(one["expiry"]?.GetValue<long>() ?? 0, link.Expiry);
        using var open = link.NeedsPassword ? link.Unlock(one.Text("password")) : link;
        Assert.Equal(one.Text("secret"), Hex(open.Secret.Bytes));
    }

    private static void DamagedLink(JsonNode one)
    {
        Assert.False(Link.TryParse(one.Text("link"), out _, out var fault), one.Text("link"));
        Assert.Equal(one.Text("part"), Enum.GetName(fault.Part)!.ToLowerInvariant());
        Assert.Equal(one.Text("code"), Codes.Of(fault.Code).Name);
    }

    private static void Grant(JsonNode one, bool isGood)
    {
        Assert.True(Descriptor.TryRead(one.Bytes("descriptor"), out var descriptor));
        var reader = new WireReader(one.Bytes("grant"));
        var counts = Wire.Grant.TryRead(ref reader, out var grant) && reader.AtEnd
            && (grant.By == GrantedBy.OwnerKey || descriptor.Policy == AppendPolicy.Writers)
            && Grants.Verify(
                grant,
                descriptor.Id,
                (grant.By == GrantedBy.OwnerKey ? descriptor.OwnerKey : descriptor.WriteKey).Span);
        Assert.True(counts == isGood, isGood ? one.Text("grant") : one.Text("why"));
        if (!isGood)
            return;
        using var signer = new SigningKey(one.Bytes("signerSeed"));
        var again = Grants.Issue(
            signer,
            descriptor.Id,
            one.Bytes("authorKey"),
            (Role)one.Number("role"),
            one.Number("expiry"),
            one.Number("epoch"),
            (GrantedBy)one.Number("by"));
        Assert.Equal(one.Text("grant"), Hex(KeyVectors.BytesOf(again)));
    }

    private static void Proof(JsonNode one)
    {
        using var key = new SigningKey(one.Bytes("seed"));
        Assert.Equal(one.Text("key"), Hex(key.PublicKey));
        Assert.Equal(
            one.Text("signature"),
            Hex(JoinProof.Sign(
                key,
                one.Bytes("challenge"),
                one.Text("audience"),
                ChannelId.Read(one.Bytes("channelId")),
                (ProofBy)one.Number("by"))));
    }

    private static void Epoch(JsonNode one)
    {
        var reader = new WireReader(one.Bytes("fields"));
        Assert.True(EpochFields.TryRead(ref reader, out var fields) && reader.AtEnd);
        Assert.Equal(one.Text("writeKey"), Hex(fields.WriteKey));
        Assert.Equal(one.Text("readKey"), Hex(fields.ReadKey));
        Assert.Equal(one.Text("wrapped"), Hex(fields.Wrapped));
        Assert.StartsWith(one.Text("wrapNonce"), one.Text("wrapped"), StringComparison.Ordinal);
        Assert.Equal(
            one.List("removed").Select(pair => (pair[0]!.GetValue<string>(), pair[1]!.GetValue<long>())),
            fields.Removed.Select(pair => (pair.Author.ToString(), pair.Cut)));
        Assert.Equal(one.List("boxes").Count(), fields.Boxes.Count);
        foreach (var box in one.List("boxes"))
        {
            using var recipient = new SigningKey(box.Bytes("seed"));
            Assert.Equal(box.Text("recipient"), Authors.IdOf(recipient.PublicKey.Span).ToString());
            using var opened = EpochChange.OpenBox(fields, recipient);
            Assert.Equal(one.Text("writeSecret"), Hex(opened!.Bytes));
        }

        using var writeSecret = new Secret(one.Bytes("writeSecret"));
        using var readSecret = KeyTree.Narrow(writeSecret);
        using var keys = EpochKeys.Of(one.Number("epoch"), readSecret);
        using var expected = new Secret(one.Bytes("oldReadSecret"));
        var channel = ChannelId.Read(one.Bytes("channelId"));
        using var old = EpochChange.Unwrap(channel, keys, fields, KeyTree.PublicKey(expected));
        Assert.Equal(one.Text("oldReadSecret"), Hex(old!.Bytes));
    }

    private static void Entry(JsonNode one, bool isGood)
    {
        var channel = ChannelId.Read(one.Bytes("channelId"));
        var bytes = one.Bytes("entry");
        var read = EntryHeader.TryRead(bytes, out var header, out _);
        using var epochKey = new Secret(one.Bytes("epochKey"));
        using var keys = new EpochKeys(read ? header.Epoch : 0, epochKey);
        var prev = EntryId.Read(one.Bytes("prev"));
        if (!isGood)
        {
            Assert.False(
                EntryOpener.TryOpen(channel, keys, one.Bytes("authorKey"), prev, bytes, out _), one.Text("why"));
            return;
        }

        using var author = new SigningKey(one.Bytes("authorSeed"));
        Assert.True(EntryOpener.TryOpen(channel, keys, author.PublicKey.Span, prev, bytes, out var content));
        Assert.Equal(one.Text("content"), Hex(content));
        Assert.Equal(one.Text("fields"), Hex(header.Fields(bytes)));
        Assert.Equal(one.Number("kind"), (long)header.Kind);
        Assert.Equal(one.Number("epoch"), header.Epoch);
        Assert.Equal(one.Number("counter"), header.Counter);
        Assert.Equal(one.Text("id"), Hex(Blake2b.Hash(bytes)));
        Assert.Equal(one.Text("nonce"), Hex(bytes.AsSpan(header.Length, EntryHeader.NonceLength)));
        byte[] padded = [.. content.Span, 0x80];
        System.Array.Resize(ref padded, Padding.BucketOf(content.Length));
        var again = Forge.Entry(channel, one.Bytes("epochKey"), author, one.Bytes("prev"));
        Assert.Equal(one.Text("entry"), Hex(again.Seal(bytes[..header.Length], one.Bytes("nonce"), padded)));
    }

    private static void PaddingCase(JsonNode one) =>
        Assert.Equal(one.Number("padded"), Padding.BucketOf((int)one.Number("content")));

    private static void Snapshot(JsonNode one)
    {
        var reader = new WireReader(one.Bytes("fields"));
        Assert.True(SnapshotFields.TryRead(ref reader, out var fields) && reader.AtEnd);
        Assert.Equal(one.Number("parts"), fields.Parts);
        Assert.True(SnapshotContent.TryRead(one.Bytes("content"), fields.Covers, out var snapshot));
        Assert.Equal(one.Text("document"), Hex(snapshot.Document));
        Assert.Equal(HeadsOf(one), snapshot.Heads);
        Assert.Equal(
            one.List("covers").Select(pair => (pair[0]!.GetValue<string>(), pair[1]!.GetValue<long>())),
            fields.Covers.Components.ToArray().Select(pair => (pair.Author.ToString(), pair.Counter)));
    }

    private static void Ephemeral(JsonNode one, bool isGood)
    {
        using var epochKey = new Secret(one.Bytes("epochKey"));
        using var keys = new EpochKeys(isGood ? one.Number("epoch") : 0, epochKey);
        var channel = ChannelId.Read(one.Bytes("channelId"));
        if (!isGood)
        {
            var authorKey = one.Bytes("authorKey");
            Assert.False(
                EphemeralOpener.TryOpen(channel, keys, authorKey, one.Bytes("message"), out _), one.Text("why"));
            return;
        }

        using var author = new SigningKey(one.Bytes("authorSeed"));
        Assert.True(EphemeralOpener.TryOpen(
            channel, keys, author.PublicKey.Span, one.Bytes("message"), out var opened));
        Assert.Equal(one.Number("type"), (long)opened.Type);
        Assert.Equal(one.Text("payload"), Hex(opened.Payload));
    }

    private static void Heads(JsonNode one) => Assert.Equal(one.Text("hash"), Hex(HeadsHash.Of(HeadsOf(one))));

    private static List<(AuthorId, long, EntryId)> HeadsOf(JsonNode one) =>
    [
        .. one.List("heads").Select(head => (
            AuthorId.Read(Convert.FromHexString(head[0]!.GetValue<string>())),
            head[1]!.GetValue<long>(),
            EntryId.Read(Convert.FromHexString(head[2]!.GetValue<string>())))),
    ];

    private static void Frame(JsonNode one, bool isGood)
    {
        var bytes = one.Bytes("hex");
        var again = new WireWriter();
        var isClient = ClientFrame.TryRead(bytes, out var client, out _);
        var isServer = ServerFrame.TryRead(bytes, out var server, out _);
        if (isClient)
            client.Write(again);
        else if (isServer)
            server.Write(again);
        Assert.True((isClient || isServer) == isGood, one.ToJsonString());
        if (isGood)
            Assert.Equal(one.Text("hex"), Hex(again.Written));
    }
}
