using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tacit.Capability;
using Tacit.Seal;
using Tacit.Seeds;
using Tacit.Wire;
using Tacit.Wire.Frames;
using static Tacit.Vectors.Tests.VectorFile;

namespace Tacit.Vectors.Tests;

/// <summary>Makes frames.json. Source: docs/protocol/connection.md §4.2, §4.3.</summary>
internal static class FrameVectors
{
    public static JsonObject Make()
    {
        using var random = new SeededBytes(111);
        return new()
        {
            ["cases"] = Array(Client(random).Concat<object>(Server(random)).Select(Case)),
            ["malformed"] = Array(Malformed(random).Select(one => new JsonObject
            {
                ["hex"] = Hex(one.Frame),
                ["why"] = one.Why,
            })),
        };
    }

    private static IEnumerable<ClientFrame> Client(SeededBytes random)
    {
        var channel = new Channel(random);
        using var author = KeyTree.Signer(channel.ReadSecret);
        var grant = Grants.Issue(
            KeyTree.Signer(channel.WriteSecret), channel.Descriptor.Id, author.PublicKey.Span, Role.Writer, 300, 0,
            GrantedBy.WriteKey);
        var join = new Join
        {
            Request = 1,
            Channel = channel.Descriptor.Id,
            By = ProofBy.ReadKey,
            Signature = random.Next(64),
        };
        yield return new Hello(1, 1, "tacit/0.1 ☂");
        yield return new Hello(1, 3, "");
        yield return join;
        yield return join with
        {
            Request = 300,
            By = ProofBy.AuthorKey,
            Grant = grant,
            Descriptor = channel.Descriptor.ToArray(),
            History = true,
            Incarnation = Incarnation.Read(random.Next(16)),
            After = 70_000,
        };
        yield return join with
        {
            By = ProofBy.OwnerKey,
            Clock = VectorClock.From([(AuthorId.Read(random.Next(8)), 5), (AuthorId.Read(random.Next(8)), 500)]),
        };
        yield return new Append(7, random.Next(200));
        yield return new SendEphemeral(200, random.Next(50));
        yield return new Leave(7);
        yield return new Ping(0x0102_0304_A0B0_C0D0);
    }

    private static IEnumerable<ServerFrame> Server(SeededBytes random)
    {
        yield return new Welcome
        {
            Version = 1,
            Challenge = random.Next(32),
            Server = "tacit/0.1",
            Audience = "pads.example:8443",
            EntrySizeMax = 1_048_576,
            EphemeralSizeMax = 65_536,
            MessageSizeMax = 4_194_304,
            ChannelCountMax = 1024,
            IdleSeconds = 60,
        };
        yield return new Joined
        {
            Request = 300,
            Handle = 7,
            Role = Role.Writer,
            Descriptor = new Channel(random).Descriptor.ToArray(),
            Incarnation = Incarnation.Read(random.Next(16)),
            Head = 12_345,
            Epoch = 2,
            LastCounter = 99,
            SizeBytes = 1_000_000,
            SizeMaxBytes = 1L << 30,
        };
        yield return new Entry(7, 12_346, random.Next(200));
        yield return new Ack(7, 100, 12_347, 3);
        yield return new Wire.Frames.Ephemeral(7, random.Next(40));
        yield return new Live(7, 12_349);
        yield return Refused.With(RefusedSubject.Join, 300, 0, Code.EpochStale, 2);
        yield return Refused.With(RefusedSubject.Append, 7, 101, Code.CounterUnexpected, 100);
        yield return Refused.With(RefusedSubject.Channel, 7, 0, Code.EphemeralTooLarge, 65_536);
        yield return new Ended(7, Code.AuthorRemoved, "");
        yield return new Pong(ulong.MaxValue);
        yield return new GoAway(Code.Draining, 2500, Codes.Of(Code.Draining).Sentence);
        yield return new GoAway((Code)9999, WireReader.VarintMax, "of a newer server");
    }

    private static IEnumerable<(byte[] Frame, string Why)> Malformed(SeededBytes random)
    {
        yield return ([0x00], "unknown type");
        yield return ([0x7F, 1, 2], "unknown type");
        yield return ([0x01], "ends early");
        yield return ([0x01, 1, 1], "no agent");
        yield return ([0x01, 2, 1, 0], "highest version below the lowest");
        yield return ([0x01, 0x81, 0x00, 1, 0], "varint in a longer form than it needs");
        yield return ([0x01, 1, 1, 1, 0xFF], "text that is no UTF-8");
        yield return ([0x01, 1, 1, 65, .. new byte[65]], "agent longer than 64 bytes");
        yield return ([0x01, 1, 1, 0, 0], "goes on after its end");
        yield return ([0x05, 0x80], "varint without an end");
        yield return ([0x05, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10], "varint above 2^53 - 1");
        yield return ([0x06, 1, 2, 3], "token cut off");
        yield return ([0x02, 1, .. random.Next(32), 4, 0, .. random.Next(64)], "proof by an unknown key");
        yield return ([0x02, 1, .. random.Next(32), 1, 8, .. random.Next(64)], "unknown flag");
        yield return ([0x02, 1, .. random.Next(32), 1, 0, .. random.Next(64)], "no cursor");
        yield return (
            [0x02, 1, .. random.Next(32), 1, 4, .. random.Next(64), 2, .. new byte[7], 2, 1, .. new byte[7], 1, 1],
            "clock that is not sorted");
        yield return (
            [0x02, 1, .. random.Next(32), 1, 4, .. random.Next(64), 1, .. new byte[7], 2, 0], "clock with a zero");
        yield return ([0x84, 7, 1, 1, 0], "nothing acknowledged");
        yield return ([0x87, 4, 1, 1, 0, 0], "refusal of an unknown subject");
        yield return ([0x82, 1, 7, 3], "unknown role");
    }

    private static JsonObject Case(object frame)
    {
        var writer = new WireWriter();
        if (frame is ClientFrame client)
            client.Write(writer);
        else
            ((ServerFrame)frame).Write(writer);

        var made = new JsonObject { ["name"] = frame.GetType().Name, ["hex"] = Hex(writer.Written) };
        foreach (var property in frame.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (Form(property.GetValue(frame)) is { } value)
                made[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = value;
        }

        return made;
    }

    private static JsonNode? Form(object? value) => value switch
    {
        null => null,
        long number => number,
        ulong token => token.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
        bool flag => flag,
        string text => text,
        Enum word => Convert.ToInt32(word, System.Globalization.CultureInfo.InvariantCulture),
        ReadOnlyMemory<byte> { IsEmpty: true } => null,
        ReadOnlyMemory<byte> bytes => Hex(bytes),
        ChannelId id => id.ToHex(),
        Incarnation incarnation => incarnation.ToString(),
        Grant grant => Hex(KeyVectors.BytesOf(grant)),
        VectorClock clock => Array(
            clock.Components.ToArray().Select(one => new JsonArray(one.Author.ToString(), one.Counter))),
        _ => throw new ArgumentException($"No form for {value.GetType()}.", nameof(value)),
    };
}
