using System.Text.Json.Nodes;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes entries.json: one chain of every kind, every bucket, and what must not open.</summary>
internal static class EntryVectors
{
    private static readonly int[] Lengths = [0, 1, 63, 64, 127, 128, 255, 256, 511, 512, 600, 1100, 2500];

    public static JsonObject Make()
    {
        using var random = new SeededBytes(106);
        var channel = new Channel(random);
        var seed = random.Next(32);
        using var author = new SigningKey(seed);
        using var keys = new EpochKeys(0, channel.EpochKey);
        using var later = new EpochKeys(128, channel.EpochKey);
        var sealer = new EntrySealer(channel.Descriptor.Id, author, random);
        var farSealer = new EntrySealer(
            channel.Descriptor.Id, author, random, 2_097_150, EntryId.Read(random.Next(32)));

        var cases = new JsonArray();
        Add(sealer, keys, EntryKind.Grant, GrantFields(channel, author), "laptop"u8.ToArray());
        foreach (var length in Lengths)
            Add(sealer, keys, EntryKind.Update, [], random.Next(length));
        Add(sealer, keys, EntryKind.Message, [], "hello"u8.ToArray());
        Add(sealer, keys, EntryKind.Control, [], [0x80, 0, 0]);
        Add(sealer, keys, EntryKind.Part, [], random.Next(100));
        Add(sealer, keys, EntryKind.Snapshot, SnapshotFieldsOf(sealer), random.Next(90));
        Add(sealer, keys, EntryKind.Attest, random.Next(32), []);
        Add(sealer, later, EntryKind.Epoch, EpochFieldsOf(channel, random), []);
        Add(farSealer, later, EntryKind.Update, [], "far on"u8.ToArray());
        Add(farSealer, later, EntryKind.Update, [], "farther"u8.ToArray());
        return new() { ["cases"] = cases, ["mustNotOpen"] = MustNotOpen(channel, author, random) };

        void Add(EntrySealer by, EpochKeys with, EntryKind kind, byte[] fields, byte[] content)
        {
            var prev = by.Head;
            var made = by.Seal(with, kind, fields, content);
            Assert.True(EntryHeader.TryRead(made.Bytes.Span, out var header, out _));
            cases.Add(new JsonObject
            {
                ["channelId"] = channel.Descriptor.Id.ToHex(),
                ["epochKey"] = Hex(channel.EpochKey.Bytes),
                ["authorSeed"] = Hex(seed),
                ["kind"] = (int)kind,
                ["epoch"] = header.Epoch,
                ["counter"] = header.Counter,
                ["prev"] = prev.ToHex(),
                ["fields"] = Hex(fields),
                ["nonce"] = Hex(made.Bytes.Slice(header.Length, EntryHeader.NonceLength)),
                ["content"] = Hex(content),
                ["entry"] = Hex(made.Bytes),
                ["id"] = made.Id.ToHex(),
            });
        }
    }

    private static JsonArray MustNotOpen(Channel channel, SigningKey author, SeededBytes random)
    {
        var id = channel.Descriptor.Id;
        var epochKey = channel.EpochKey.Bytes.ToArray();
        var prev = random.Next(32);
        var nonce = random.Next(16);
        var authorId = Authors.IdOf(author.PublicKey.Span);
        var header = new WireWriter().Byte(1).Varint(0).AuthorId(authorId).Varint(5).ToArray();
        byte[] padded = [.. "content"u8, 0x80, .. new byte[56]];
        var right = Forge.Entry(id, epochKey, author, prev);
        var good = right.Seal(header, nonce, padded);
        Assert.True(Opens(good, prev), "what is not damaged opens, so that the others fail for their own reason");

        var made = new JsonArray();
        foreach (var at in new[] { 0, 1, 2, header.Length, header.Length + 16, good.Length - 80, good.Length - 1 })
            Add(KeyVectors.Changed(good, at), prev, $"byte {at} changed");
        Add(good, random.Next(32), "another entry before it");
        Add(good[..^1], prev, "cut off");
        Add([.. good, 0], prev, "too long");
        Add(Forged(one => KeyVectors.Changed(one, 0), null), prev, "ciphertext changed, committed to and signed");
        Add(Forged(null, one => KeyVectors.Changed(one, 3)), prev, "commitment changed and signed");
        Add(Swapped(6, 5), prev, "encrypted with the ephemeral key");
        Add(Swapped(4, 7), prev, "committed to with the ephemeral commitment key");
        Add(right.Seal(header, nonce, [.. "content"u8, .. new byte[57]]), prev, "padding without its first byte");
        Add(right.Seal(header, nonce, new byte[64]), prev, "nothing but zero bytes");
        Add(right.Seal(header, nonce, [.. padded[..^1], 1]), prev, "padding that does not end in zero bytes");
        Add(right.Seal([1, 0x80, 0, .. header[2..]], nonce, padded), prev, "epoch in a longer form than it needs");
        Add(
            new Forge(id, epochKey, author)
            {
                SealContext = "tacit/seal/1\0\0\0\0",
                SignContext = "tacit/seal/1\0\0\0\0",
                Prev = prev,
            }.Seal(header, nonce, padded),
            prev,
            "signed in another context");
        return made;

        void Add(byte[] entry, byte[] before, string why)
        {
            Assert.False(Opens(entry, before), why);
            made.Add(new JsonObject
            {
                ["channelId"] = id.ToHex(),
                ["epochKey"] = Hex(epochKey),
                ["authorKey"] = Hex(author.PublicKey),
                ["prev"] = Hex(before),
                ["entry"] = Hex(entry),
                ["why"] = why,
            });
        }

        bool Opens(byte[] entry, byte[] before)
        {
            using var secret = new Secret(epochKey);
            using var keys = new EpochKeys(0, secret);
            return EntryOpener.TryOpen(id, keys, author.PublicKey.Span, EntryId.Read(before), entry, out _);
        }

        byte[] Forged(Func<byte[], byte[]>? onCiphertext, Func<byte[], byte[]>? onCommitment) =>
            new Forge(id, epochKey, author)
            {
                SealContext = right.SealContext,
                SignContext = right.SignContext,
                Prev = prev,
                OnCiphertext = onCiphertext ?? (bytes => bytes),
                OnCommitment = onCommitment ?? (bytes => bytes),
            }.Seal(header, nonce, padded);

        byte[] Swapped(int encryption, int commitment) => new Forge(id, epochKey, author)
        {
            SealContext = right.SealContext,
            SignContext = right.SignContext,
            Prev = prev,
            EncryptionNumber = encryption,
            CommitmentNumber = commitment,
        }.Seal(header, nonce, padded);
    }

    private static byte[] GrantFields(Channel channel, SigningKey author) => KeyVectors.BytesOf(Grants.Issue(
        KeyTree.Signer(channel.OwnerSecret), channel.Descriptor.Id, author.PublicKey.Span, Role.Admin, 0, 0,
        GrantedBy.OwnerKey));

    private static byte[] SnapshotFieldsOf(EntrySealer sealer)
    {
        var writer = new WireWriter();
        new SnapshotFields(1, VectorClock.From([(sealer.Author, sealer.Counter - 1)])).Write(writer);
        return writer.ToArray();
    }

    // Fields of the right form; whether they hold is the view's affair. Boxes here are plain bytes, to be reproducible.
    private static byte[] EpochFieldsOf(Channel channel, SeededBytes random)
    {
        var writer = new WireWriter();
        new EpochFields
        {
            WriteKey = channel.Descriptor.WriteKey,
            ReadKey = channel.Descriptor.ReadKey,
            Removed = [(AuthorId.Read([1, 2, 3, 4, 5, 6, 7, 8]), 300)],
            Boxes = [(AuthorId.Read([9, 2, 3, 4, 5, 6, 7, 8]), random.Next(80))],
            Wrapped = random.Next(72),
        }.Write(writer);
        return writer.ToArray();
    }
}
