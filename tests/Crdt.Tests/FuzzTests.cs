using Tacit.Crdt.Tests.Differential;

namespace Tacit.Crdt.Tests;

/// <summary>
/// Bytes from strangers: whatever they are, every parser says no with one exception, takes bounded memory, and an
/// update that is refused has changed nothing. One that is accepted leaves a document that works.
/// </summary>
public sealed class FuzzTests
{
    private static readonly DecodeLimits Limits = new() { StructsMax = 20_000 };

    [Fact]
    public void A_mutated_update_is_refused_or_taken_in_and_never_anything_else()
    {
        foreach (var seed in Seeds.Take(150))
        {
            var random = new Random(seed);
            var session = new Session([1, 500, 1L << 40], gc: random.Next(3) > 0);
            var edits = new RandomEdits(random, session, 3, undo: false);
            for (var i = 0; i < 30; i++)
                edits.Step();
            var whole = session.Docs[0].EncodeStateAsUpdate();
            for (var i = 0; i < 200; i++)
            {
                var format = random.Next(2) == 0 ? UpdateFormat.V1 : UpdateFormat.V2;
                var source = random.Next(2) == 0 || session.Updates.Count == 0
                    ? session.Docs[random.Next(3)].EncodeStateAsUpdate()
                    : session.Updates[random.Next(session.Updates.Count)];
                if (format == UpdateFormat.V2)
                    source = Updates.Convert(source, UpdateFormat.V1, UpdateFormat.V2);
                var bytes = Mutate(random, source);
                try
                {
                    Try(bytes, format, random.Next(2) == 0 ? whole : null);
                }
                catch (Exception failure) when (failure is not OutOfMemoryException)
                {
                    throw new InvalidOperationException(
                        $"{Seeds.Replay(seed, nameof(FuzzTests))}\n{format} {Convert.ToHexString(bytes)}", failure);
                }
            }
        }
    }

    [Fact]
    public void Other_parsers_refuse_what_they_cannot_read()
    {
        var random = new Random(1);
        var doc = new Doc();
        doc.GetText("t").Insert(0, "hello");
        doc.GetText("t").Delete(1, 2);
        var awareness = new Awareness(1) { LocalState = new AnyObject { ["name"] = "x" } };
        (byte[] Bytes, Action<byte[]> Parse)[] parsers =
        [
            (doc.StateVector.Encode(), bytes => StateVector.Decode(bytes)),
            (doc.TakeSnapshot().Encode(), bytes => Snapshot.Decode(bytes)),
            (doc.TakeSnapshot().Encode(UpdateFormat.V2), bytes => Snapshot.Decode(bytes, UpdateFormat.V2)),
            (RelativePosition.At(doc.GetText("t"), 1).Encode(), bytes => RelativePosition.Decode(bytes).Resolve(doc)),
            (awareness.Encode(), bytes => awareness.Apply(bytes)),
            (SyncMessage.Step1(doc).Encode(), bytes => SyncMessage.Decode(bytes).Receive(new Doc())),
        ];
        for (var i = 0; i < Seeds.Take(150).Count() * 400; i++)
        {
            var (bytes, parse) = parsers[i % parsers.Length];
            Refuse(() => parse(Mutate(random, bytes)));
        }
    }

    [Fact]
    public void Tools_without_a_document_answer_or_refuse()
    {
        foreach (var seed in Seeds.Take(60))
        {
            var random = new Random(seed);
            var session = new Session([1, 500, 1L << 40]);
            var edits = new RandomEdits(random, session, 3, undo: false);
            for (var i = 0; i < 30; i++)
                edits.Step();
            var whole = session.Docs[0].EncodeStateAsUpdate();
            for (var i = 0; i < 100 && session.Updates.Count > 0; i++)
            {
                var source = session.Updates[random.Next(session.Updates.Count)];
                var bytes = Mutate(random, random.Next(3) == 0 ? whole : source);
                var vector = session.Docs[random.Next(3)].StateVector;
                Refuse(() => Updates.Merge([whole, bytes, source], limits: Limits));
                Refuse(() => Updates.Diff(bytes, vector, limits: Limits));
                Refuse(() => Updates.Convert(bytes, UpdateFormat.V2, UpdateFormat.V1, Limits));
                Refuse(() => Updates.StateVectorOf(bytes, UpdateFormat.V2, Limits));
                Refuse(() => Assert.NotNull(Updates.Inspect(bytes, limits: Limits).To));
                _ = Updates.TryFindEnds(bytes, out _, limits: Limits);
                _ = Updates.GuessFormat(bytes, Limits);
            }
        }
    }

    [Fact]
    public void Noise_is_refused_in_both_formats()
    {
        foreach (var seed in Seeds.Take(150))
        {
            var random = new Random(seed);
            for (var i = 0; i < 100; i++)
            {
                var noise = new byte[random.Next(200)];
                random.NextBytes(noise);

                // Small numbers look like counts that can be true, and get further.
                if (random.Next(2) == 0)
                    noise = Array.ConvertAll(noise, each => (byte)(each % 12));
                foreach (var format in Enum.GetValues<UpdateFormat>())
                    Try(noise, format, null);
            }
        }
    }

    private static void Refuse(Action parse)
    {
        try
        {
            parse();
        }
        catch (MalformedUpdateException)
        {
            // As documented.
        }
    }

    [Fact]
    public void A_truncated_update_changes_nothing_and_says_where_it_ends()
    {
        var doc = new Doc();
        doc.GetText("t").Insert(0, "hello", new AnyObject { ["bold"] = true });
        doc.GetMap("m")["k"] = new AnyObject { ["n"] = 1.5 };
        foreach (var format in Enum.GetValues<UpdateFormat>())
        {
            var update = doc.EncodeStateAsUpdate(format);
            for (var length = 0; length < update.Length; length++)
            {
                var other = new Doc();
                Assert.False(other.TryApplyUpdate(update.AsSpan(0, length), out var problem, format));
                Assert.InRange(problem!.Offset, 0, length);
                Assert.Empty(other.StateVector);
                Assert.Empty(other.RootNames);
            }
        }
    }

    [Fact]
    public void A_few_bytes_that_ask_for_millions_of_structs_are_refused()
    {
        // A run length says "collected struct of one element", without end.
        var encoder = new Coding.UpdateEncoderV2();
        encoder.Rest.WriteVarUint(1);
        encoder.Rest.WriteVarUint(1L << 50);
        encoder.WriteClient(1);
        encoder.Rest.WriteVarUint(0);
        encoder.WriteInfo(0);
        encoder.WriteLength(1);
        Assert.False(new Doc().TryApplyUpdate(encoder.ToArray(), out var problem, UpdateFormat.V2));
        Assert.Contains("limit", problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_nested_a_hundred_thousand_deep_can_be_loaded_deleted_and_collected()
    {
        const int Depth = 100_000;
        var encoder = new Coding.UpdateEncoderV1();
        encoder.Rest.WriteVarUint(1);
        encoder.Rest.WriteVarUint(Depth);
        encoder.WriteClient(1);
        encoder.Rest.WriteVarUint(0);
        for (var i = 0; i < Depth; i++)
        {
            encoder.WriteInfo(7);
            encoder.WriteParentInfo(i == 0);
            if (i == 0)
                encoder.WriteString("a");
            else
                encoder.WriteLeftId(new Id(1, i - 1));
            encoder.WriteTypeRef(0);
        }
        encoder.Rest.WriteVarUint(0);
        var doc = new Doc();
        doc.ApplyUpdate(encoder.ToArray());
        Assert.Equal(1, doc.GetArray("a").Count);
        Assert.NotEmpty(doc.ToJson().ToString());
        doc.GetArray("a").Delete(0);
        Assert.True(doc.EncodeStateAsUpdate().Length < 100);
    }

    private static void Try(byte[] bytes, UpdateFormat format, byte[]? into)
    {
        var doc = new Doc(new DocOptions { Limits = Limits });
        if (into is not null)
            doc.ApplyUpdate(into);
        var before = doc.EncodeStateAsUpdate();
        if (!doc.TryApplyUpdate(bytes, out _, format))
        {
            Assert.Equal(before, doc.EncodeStateAsUpdate());
            return;
        }
        // It must still be a document: readable in every kind, editable, and the same when sent on.
        var text = doc.GetText("text");
        _ = text.ToDelta();
        _ = doc.GetArray("array").ToString() + doc.GetMap("map") + doc.GetXmlFragment("xml");
        text.Insert(text.Length / 2, "still works");
        text.Delete(0, Math.Min(3, text.Length));
        doc.GetMap("map")["key"] = 1;
        var state = doc.EncodeStateAsUpdate();
        var copy = new Doc(new DocOptions { Limits = Limits });
        copy.ApplyUpdate(state);
        // What waits may contradict what is here, and then cannot be told from it any more.
        if (!doc.HasPending)
            Assert.Equal(doc.StateVector, copy.StateVector);
        _ = Updates.Inspect(bytes, format);
        _ = Updates.Merge([before, Updates.Convert(bytes, format, UpdateFormat.V1)]);
        _ = Updates.Diff(state, doc.StateVector);
    }

    private static byte[] Mutate(Random random, byte[] source)
    {
        var bytes = source.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 4:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 5:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xff : (byte)0;
                    break;
                default:
                    var length = Math.Min(bytes.Count - at, random.Next(1, 12));
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
            }
        }
        return [.. bytes];
    }
}
