using System.Text.Json.Nodes;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>
/// Makes epochs.json. libsodium draws the ephemeral keys of boxes itself, so a box of the file that still opens to the
/// right secret is taken over: else writing again would change the file. Source: docs/protocol/keys.md §1.7.
/// </summary>
internal static class EpochVectors
{
    private const string Name = "epochs.json";

    public static JsonObject Make()
    {
        using var random = new SeededBytes(105);
        return new() { ["cases"] = Array(Enumerable.Range(0, 3).Select(at => Case(random, at))) };
    }

    private static JsonObject Case(SeededBytes random, int at)
    {
        var channel = new Channel(random).Descriptor.Id;
        var epoch = at == 2 ? 128 : at + 1;
        using var oldReadSecret = Secret.Draw(random);
        using var writeSecret = Secret.Draw(random);
        var seeds = Enumerable.Range(0, at + 1).Select(_ => random.Next(32)).ToArray();
        var removed = Enumerable.Range(0, at).Select(_ => (AuthorId.Read(random.Next(8)), 10L + at)).ToArray();
        var made = EpochChange.Make(
            channel,
            epoch,
            writeSecret,
            oldReadSecret,
            seeds.Select(seed => new SigningKey(seed).PublicKey),
            removed,
            random);
        var fields = new EpochFields
        {
            WriteKey = made.WriteKey,
            ReadKey = made.ReadKey,
            Removed = made.Removed,
            Boxes = KeptBoxes(made, seeds, at),
            Wrapped = made.Wrapped,
        };
        var writer = new WireWriter();
        fields.Write(writer);
        return new()
        {
            ["channelId"] = channel.ToHex(),
            ["epoch"] = epoch,
            ["oldReadSecret"] = Hex(oldReadSecret.Bytes),
            ["writeSecret"] = Hex(writeSecret.Bytes),
            ["writeKey"] = Hex(fields.WriteKey),
            ["readKey"] = Hex(fields.ReadKey),
            ["wrapNonce"] = Hex(fields.Wrapped[..24]),
            ["wrapped"] = Hex(fields.Wrapped),
            ["removed"] = Array(fields.Removed.Select(one => new JsonArray(one.Author.ToString(), one.Cut))),
            ["boxes"] = Array(
                from box in fields.Boxes
                let seed = seeds.First(one => IdOf(one) == box.Recipient)
                select new JsonObject
                {
                    ["seed"] = Hex(seed),
                    ["recipient"] = box.Recipient.ToString(),
                    ["box"] = Hex(box.Box),
                }),
            ["fields"] = Hex(writer.Written),
        };
    }

    private static List<(AuthorId, ReadOnlyMemory<byte>)> KeptBoxes(EpochFields made, byte[][] seeds, int at)
    {
        var path = Path.Combine(Folder, Name);
        if (!File.Exists(path))
            return [.. made.Boxes];
        var kept = Read(Name)["cases"]![at]!.List("boxes").ToDictionary(one => one.Text("recipient"));
        return
        [
            .. from box in made.Boxes
               let old = kept.TryGetValue(box.Recipient.ToString(), out var node) ? node.Bytes("box") : []
               select (box.Recipient, Opens(made, old, seeds.First(one => IdOf(one) == box.Recipient)) ? old : box.Box),
        ];
    }

    private static bool Opens(EpochFields made, byte[] box, byte[] seed)
    {
        using var key = new SigningKey(seed);
        var fields = new EpochFields
        {
            WriteKey = made.WriteKey,
            ReadKey = made.ReadKey,
            Removed = made.Removed,
            Boxes = [(IdOf(seed), box)],
            Wrapped = made.Wrapped,
        };
        using var opened = EpochChange.OpenBox(fields, key);
        return opened is not null;
    }

    private static AuthorId IdOf(byte[] seed)
    {
        using var key = new SigningKey(seed);
        return Authors.IdOf(key.PublicKey.Span);
    }
}
