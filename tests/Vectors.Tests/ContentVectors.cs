using System.Text.Json.Nodes;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes padding.json, snapshots.json, ephemeral.json and heads.json.</summary>
internal static class ContentVectors
{
    private static readonly int[] Lengths =
    [
        0, 1, 62, 63, 64, 126, 127, 128, 254, 255, 256, 510, 511, 512, 513, 1000, 1023, 1024, 1025, 2047, 2048, 4095,
        5000, 9999, 16_384, 65_535, 65_536, 100_000, 262_143, 262_144, 524_288, 786_432, 1_000_000,
    ];

    private static readonly int[] Counts = [0, 1, 2, 6];

    public static JsonObject PaddingFile() => new()
    {
        ["cases"] = Array(Lengths.Select(length => new JsonObject
        {
            ["content"] = length,
            ["padded"] = Padding.BucketOf(length),
        })),
    };

    public static JsonObject Snapshots()
    {
        using var random = new SeededBytes(107);
        return new()
        {
            ["cases"] = Array(from count in Counts select Snapshot(random, count)),
        };
    }

    public static JsonObject Heads()
    {
        using var random = new SeededBytes(108);
        return new()
        {
            ["cases"] = Array(
                from count in Counts
                let heads = HeadsDrawn(random, count)
                select new JsonObject { ["heads"] = List(heads), ["hash"] = Hex(HeadsHash.Of(heads)) }),
        };
    }

    public static JsonObject EphemeralFile()
    {
        using var random = new SeededBytes(109);
        var channel = new Channel(random);
        var id = channel.Descriptor.Id;
        var seed = random.Next(32);
        using var author = new SigningKey(seed);
        var cases = new JsonArray();
        byte[] good = [];
        foreach (var epoch in new[] { 0, 200 })
        {
            using var keys = new EpochKeys(epoch, channel.EpochKey);
            var sealer = new EphemeralSealer(id, author, random);
            var counter = 0;
            foreach (var length in new[] { 0, 20, 254, 255, 400, 2000 })
            {
                var type = Enum.GetValues<EphemeralType>()[counter % 3];
                var payload = random.Next(length);
                var message = sealer.Seal(keys, type, payload);
                good = epoch == 0 ? message : good;
                cases.Add(Case(id, channel, seed, epoch, ++counter, type, payload, message));
            }
        }

        return new() { ["cases"] = cases, ["mustNotOpen"] = MustNotOpen(id, channel, author, good) };
    }

    private static JsonObject Case(
        ChannelId id,
        Channel channel,
        byte[] seed,
        long epoch,
        int counter,
        EphemeralType type,
        byte[] payload,
        byte[] message)
    {
        var sessionOffset = 1 + WireWriter.VarintLength(epoch) + AuthorId.Length;
        return new()
        {
            ["channelId"] = id.ToHex(),
            ["epochKey"] = Hex(channel.EpochKey.Bytes),
            ["authorSeed"] = Hex(seed),
            ["epoch"] = epoch,
            ["session"] = Hex(message.AsSpan(sessionOffset, 8)),
            ["counter"] = counter,
            ["nonce"] = Hex(message.AsSpan(sessionOffset + 8 + WireWriter.VarintLength(counter), 16)),
            ["type"] = (int)type,
            ["payload"] = Hex(payload),
            ["message"] = Hex(message),
        };
    }

    private static JsonArray MustNotOpen(ChannelId id, Channel channel, SigningKey author, byte[] good)
    {
        using var keys = new EpochKeys(0, channel.EpochKey);
        Assert.True(EphemeralOpener.TryOpen(id, keys, author.PublicKey.Span, good, out _));
        using var random = new SeededBytes(110);
        var entry = new EntrySealer(id, author, random).Seal(keys, EntryKind.Update, [], new byte[300]);
        (byte[] Message, string Why)[] bad =
        [
            (KeyVectors.Changed(good, 0), "version changed"),
            (KeyVectors.Changed(good, 1), "epoch changed"),
            (KeyVectors.Changed(good, 10), "session changed"),
            (KeyVectors.Changed(good, 40), "ciphertext changed"),
            (KeyVectors.Changed(good, good.Length - 70), "commitment changed"),
            (KeyVectors.Changed(good, ^1), "signature changed"),
            (good[..^1], "cut off"),
            ([.. good, 0], "too long"),
            (entry.Bytes.ToArray(), "an entry"),
            ([], "empty"),
        ];
        return Array(bad.Select(one =>
        {
            Assert.False(EphemeralOpener.TryOpen(id, keys, author.PublicKey.Span, one.Message, out _), one.Why);
            return new JsonObject
            {
                ["channelId"] = id.ToHex(),
                ["epochKey"] = Hex(channel.EpochKey.Bytes),
                ["authorKey"] = Hex(author.PublicKey),
                ["message"] = Hex(one.Message),
                ["why"] = one.Why,
            };
        }));
    }

    private static JsonObject Snapshot(SeededBytes random, int count)
    {
        var heads = HeadsDrawn(random, count);
        var snapshot = new SnapshotContent(heads, random.Next(count * 30));
        var fields = new WireWriter();
        new SnapshotFields(count, snapshot.Covers).Write(fields);
        var content = new WireWriter();
        snapshot.Write(content);
        return new()
        {
            ["parts"] = count,
            ["covers"] = Array(heads.Select(one => new JsonArray(one.Author.ToString(), one.Counter))),
            ["fields"] = Hex(fields.Written),
            ["heads"] = List(heads),
            ["document"] = Hex(snapshot.Document),
            ["content"] = Hex(content.Written),
        };
    }

    private static JsonArray List(IEnumerable<(AuthorId Author, long Counter, EntryId Head)> heads) =>
        Array(heads.Select(one => new JsonArray(one.Author.ToString(), one.Counter, one.Head.ToHex())));

    private static List<(AuthorId Author, long Counter, EntryId Head)> HeadsDrawn(SeededBytes random, int count) =>
    [
        .. Enumerable.Range(0, count)
            .Select(at => (AuthorId.Read(random.Next(8)), 1L << (8 * at), EntryId.Read(random.Next(32))))
            .OrderBy(one => one.Item1),
    ];
}
