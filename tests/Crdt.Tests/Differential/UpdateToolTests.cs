using System.Text.Json.Nodes;

namespace Tacit.Crdt.Tests.Differential;

/// <summary>What is done to updates without a document, beside what Yjs does to them.</summary>
public sealed class UpdateToolTests(NodePeer peer) : IClassFixture<NodePeer>
{
    [Fact]
    public async Task Converting_gives_the_bytes_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(25))
        {
            foreach (var update in Run(seed).Updates.Take(20))
            {
                var v2 = Updates.Convert(update, UpdateFormat.V1, UpdateFormat.V2);
                Assert.Equal(await AskAsync("convert", update, ("toV2", true)), v2);
                Assert.Equal(await AskAsync("convert", v2, ("toV2", false)),
                    Updates.Convert(v2, UpdateFormat.V2, UpdateFormat.V1));
            }
        }
    }

    [Fact]
    public async Task Merging_gives_the_bytes_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(60))
        {
            var random = new Random(seed);
            // Some lost, some twice, in any order: gaps and overlaps.
            var all = Run(seed).Updates;
            var parts = all.Where(_ => random.Next(4) > 0).OrderBy(_ => random.Next()).ToList();
            var lost = all.Except(parts).ToList();
            parts.AddRange(parts.Take(3).ToArray());
            if (parts.Count < 2)
                continue;
            var request = new JsonObject
            {
                ["updates"] = new JsonArray([.. parts.Select(part => (JsonNode)Convert.ToBase64String(part))]),
                ["v2"] = false,
            };
            var theirs = await peer.AskBytesAsync("merge", request);
            var ours = Updates.Merge([.. parts.Select(part => (ReadOnlyMemory<byte>)part)]);
            // Yjs sorts by a comparison that is no order where an item and its collected remains share a clock, so
            // which of the two it keeps is an accident. Nor is it the same at once: the item waits for its parent,
            // where that is lost, and the remains do not. With what was lost, both are the whole.
            Assert.True(
                theirs.AsSpan().SequenceEqual(ours)
                    || State([theirs, .. lost]).AsSpan().SequenceEqual(State([ours, .. lost])),
                Seeds.Replay(seed, nameof(UpdateToolTests)));
        }
    }

    [Fact]
    public async Task Cutting_at_a_state_gives_the_bytes_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(40))
        {
            var session = Run(seed);
            var update = session.Docs[0].EncodeStateAsUpdate();
            var vector = session.Docs[1].StateVector;
            var request = new JsonObject { ["vector"] = Convert.ToBase64String(vector.Encode()), ["v2"] = false };
            Assert.Equal(await AskAsync("diff", update, request), Updates.Diff(update, vector));

            var v2 = session.Docs[0].EncodeStateAsUpdate(UpdateFormat.V2);
            var again = new JsonObject { ["vector"] = Convert.ToBase64String(vector.Encode()), ["v2"] = true };
            Assert.Equal(await AskAsync("diff", v2, again), Updates.Diff(v2, vector, UpdateFormat.V2));
        }
    }

    [Fact]
    public async Task The_state_of_an_update_is_what_Yjs_says()
    {
        foreach (var seed in Seeds.Take(40))
        {
            foreach (var update in Run(seed).Updates.TakeLast(5))
            {
                Assert.Equal(StateVector.Decode(await AskAsync("vectorOf", update, ("v2", false))),
                    Updates.StateVectorOf(update));
            }
        }
    }

    private static byte[] State(IEnumerable<byte[]> updates)
    {
        var doc = new Doc();
        foreach (var update in updates)
            doc.ApplyUpdate(update);
        Assert.False(doc.HasPending);
        return doc.TakeSnapshot().Encode();
    }

    private static Session Run(int seed)
    {
        var random = new Random(seed);
        var session = new Session([7, 70_000, (1L << 53) - 2]);
        var edits = new RandomEdits(random, session, 3, undo: false);
        for (var i = 0; i < 60; i++)
            edits.Step();
        return session;
    }

    private Task<byte[]> AskAsync(string ask, byte[] update, (string Name, bool Value) option) =>
        AskAsync(ask, update, new JsonObject { [option.Name] = option.Value });

    private Task<byte[]> AskAsync(string ask, byte[] update, JsonObject request)
    {
        request["update"] = Convert.ToBase64String(update);
        return peer.AskBytesAsync(ask, request);
    }
}
