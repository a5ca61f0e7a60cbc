using System.Text.Json.Nodes;

namespace Tacit.Crdt.Tests.Differential;

/// <summary>
/// The same random session here and in Yjs: every update and every state must be the same, byte for byte.
/// </summary>
public sealed class DifferentialTests(NodePeer peer) : IClassFixture<NodePeer>
{
    private static readonly long[] Clients = [1, 300, 0x7fff_ffff, 0xffff_fff0, (1L << 53) - 1, 77, 5, 2];

    [Fact]
    public async Task Plain_sessions_give_the_bytes_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(120))
            await CompareAsync(seed, nameof(Plain_sessions_give_the_bytes_that_Yjs_gives));
    }

    [Fact]
    public async Task Sessions_with_observers_give_the_events_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(60))
            await CompareAsync(seed, nameof(Sessions_with_observers_give_the_events_that_Yjs_gives), observe: true);
    }

    [Fact]
    public async Task Sessions_without_garbage_collection_give_the_bytes_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(40))
        {
            await CompareAsync(seed, nameof(Sessions_without_garbage_collection_give_the_bytes_that_Yjs_gives),
                gc: false);
        }
    }

    [Fact]
    public async Task Sessions_with_undo_and_redo_give_the_bytes_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(80))
            await CompareAsync(seed, nameof(Sessions_with_undo_and_redo_give_the_bytes_that_Yjs_gives), undo: true);
    }

    /// <summary>Lists so long that walks go over blocks of them: where they end shows in the bytes.</summary>
    [Fact]
    public async Task Long_lists_give_the_bytes_that_Yjs_gives()
    {
        foreach (var seed in Seeds.Take(usual: 4, most: 200))
        {
            var random = new Random(seed);
            var session = new Session([random.Next(1, 100), random.Next(100, 200)]);
            session.Do("textInsert", 0, Text(), 0, new string('x', random.Next(1, 3000)), null);
            for (var round = 0; round < 4; round++)
            {
                for (var i = 0; i < 700; i++)
                    EditAnywhere(random, session, round % 2);
                session.Do("sync", round % 2, 1 - (round % 2));
            }
            try
            {
                Compare(session, await peer.AskAsync("session", session.Request));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                throw new InvalidOperationException(
                    $"{Seeds.Replay(seed, nameof(Long_lists_give_the_bytes_that_Yjs_gives))}\n{failure.Message}",
                    failure);
            }
        }
    }

    private static JsonArray Text() => ["text"];

    private static void EditAnywhere(Random random, Session session, int user)
    {
        var length = session.Docs[user].GetText("text").Length;
        var index = random.Next(length + 1);
        if (random.Next(5) < 2 && index < length)
            session.Do("textDelete", user, Text(), index, Math.Min(length - index, random.Next(1, 4)));
        else
            session.Do("textInsert", user, Text(), index, "ab"[..random.Next(1, 3)], null);
    }

    private async Task CompareAsync(int seed, string test, bool gc = true, bool observe = false, bool undo = false)
    {
        var random = new Random(seed);
        var users = random.Next(2, 5);
        var clients = Clients.OrderBy(_ => random.Next()).Take(users).ToArray();
        var session = new Session(clients, gc, observe, undo);
        try
        {
            var edits = new RandomEdits(random, session, users, undo);
            for (var i = random.Next(5, 120); i > 0; i--)
                edits.Step();
            // Around twice, so that everybody has everything.
            for (var i = 0; i < users * 2; i++)
                session.Do("sync", i % users, (i + 1) % users);
            var theirs = await peer.AskAsync("session", session.Request);
            Compare(session, theirs);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{Seeds.Replay(seed, test)}\n{failure.Message}", failure);
        }
    }

    private static void Compare(Session session, JsonNode theirs)
    {
        var updates = theirs["updates"]!.AsArray();
        for (var i = 0; i < Math.Min(updates.Count, session.Updates.Count); i++)
            Same($"update {i}", (string)updates[i]!, session.Updates[i]);
        Assert.Equal(updates.Count, session.Updates.Count);
        for (var i = 0; i < session.Docs.Count; i++)
            Compare(session.Docs[i], theirs["users"]![i]!, i);
        var events = theirs["events"]!.AsArray();
        for (var i = 0; i < Math.Min(events.Count, session.Events.Count); i++)
            Same($"event {i}", events[i], session.Events[i]);
        Assert.Equal(events.Count, session.Events.Count);
    }

    private static void Compare(Doc doc, JsonNode theirs, int user)
    {
        Same($"v1 of {user}", (string)theirs["v1"]!, doc.EncodeStateAsUpdate());
        Same($"v2 of {user}", (string)theirs["v2"]!, doc.EncodeStateAsUpdate(UpdateFormat.V2));
        Same($"vector of {user}", (string)theirs["vector"]!, doc.StateVector.Encode());
        Same($"snapshot of {user}", (string)theirs["snapshot"]!, doc.TakeSnapshot().Encode());
        Same($"json of {user}", theirs["json"], EventJson.Value(doc.ToJson()));
        var text = doc.GetText("text");
        Same($"delta of {user}", theirs["delta"],
            new JsonArray([.. text.ToDelta().Select(step => EventJson.Delta(step, true))]));
        foreach (var (index, position) in theirs["positions"]!.AsArray().Index())
        {
            Same($"position {index} of {user}", (string)position!,
                RelativePosition.At(text, index, index % 2 == 0 ? 0 : -1).Encode());
        }
    }

    private static void Same(string what, string theirs, byte[] ours) =>
        Assert.True(theirs == Convert.ToBase64String(ours),
            $"{what}\n  Yjs  {Hex(Convert.FromBase64String(theirs))}\n  ours {Hex(ours)}");

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private static void Same(string what, JsonNode? theirs, JsonNode? ours) => Assert.True(
        ValueJson.Revive(Reparse(theirs)).Equals(ValueJson.Revive(Reparse(ours))),
        $"{what}\n  Yjs  {theirs?.ToJsonString()}\n  ours {ours?.ToJsonString()}");

    private static JsonNode? Reparse(JsonNode? node) => node is null ? null : JsonNode.Parse(node.ToJsonString());
}
