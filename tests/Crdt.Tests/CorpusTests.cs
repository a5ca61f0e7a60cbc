using System.Text.Json.Nodes;
using Tacit.Crdt.Tests.Differential;

namespace Tacit.Crdt.Tests;

/// <summary>The documents that Yjs wrote, in tests/Vectors/crdt/corpus.json; how they were made stands beside it.
/// </summary>
public sealed class CorpusTests
{
    private static readonly JsonArray Corpus =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folders.Vectors, "corpus.json")))!["scenarios"]!.AsArray();

    public static TheoryData<string> Names => [.. Corpus.Select(scenario => (string)scenario!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_is_read_and_written_again_as_the_same_bytes(string name)
    {
        var scenario = Find(name);
        foreach (var format in Enum.GetValues<UpdateFormat>())
        {
            var doc = Open(scenario);
            doc.ApplyUpdate(Bytes(scenario, format == UpdateFormat.V1 ? "v1" : "v2"), format);
            Compare(scenario, doc);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_updates_one_by_one_lead_to_the_state(string name)
    {
        var scenario = Find(name);
        var first = Open(scenario);
        foreach (var update in scenario["updates"]!.AsArray())
            first.ApplyUpdate(Convert.FromBase64String((string)update!));
        var second = Open(scenario);
        foreach (var update in scenario["updatesV2"]!.AsArray())
            second.ApplyUpdate(Convert.FromBase64String((string)update!), UpdateFormat.V2);
        // What a replica that wrote nothing can know; undone items are kept from collection only where they were.
        Assert.Equal(StateVector.Decode(Bytes(scenario, "vector")), first.StateVector);
        Assert.Equal(first.EncodeStateAsUpdate(), second.EncodeStateAsUpdate());
        Assert.Equal(Json(scenario["json"]), Reparse(EventJson.Value(first.ToJson())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_state_converts_into_the_other_format_and_back(string name)
    {
        var scenario = Find(name);
        var (v1, v2) = (Bytes(scenario, "v1"), Bytes(scenario, "v2"));
        Assert.Equal(Bytes(scenario, "v2FromV1"), Updates.Convert(v1, UpdateFormat.V1, UpdateFormat.V2));
        Assert.Equal(Bytes(scenario, "v1FromV2"), Updates.Convert(v2, UpdateFormat.V2, UpdateFormat.V1));
        Assert.Equal(StateVector.Decode(Bytes(scenario, "vector")), Updates.StateVectorOf(v1));
    }

    [FixturesFact]
    public void The_fixtures_of_Yjs_13_2_are_read()
    {
        foreach (var fixture in JsonNode.Parse(File.ReadAllText(FixturesFactAttribute.Path!))!.AsArray())
        {
            var doc = new Doc();
            doc.ApplyUpdate(Convert.FromBase64String((string)fixture!["updateBase64"]!));
            var root = (string)fixture["root"]!;
            var actual = (string)fixture["type"]! switch
            {
                "Array" => EventJson.Value(doc.GetArray(root).ToJson()),
                "Map" => EventJson.Value(doc.GetMap(root).ToJson()),
                _ => new JsonArray([.. doc.GetText(root).ToDelta().Select(step => EventJson.Delta(step, true))]),
            };
            Assert.Equal(Json(fixture["expected"]), Reparse(actual));
        }
    }

    private static void Compare(JsonNode scenario, Doc doc)
    {
        Assert.Equal(Bytes(scenario, "v1Read"), doc.EncodeStateAsUpdate());
        Assert.Equal(Bytes(scenario, "v2Read"), doc.EncodeStateAsUpdate(UpdateFormat.V2));
        Assert.Equal(Bytes(scenario, "vector"), doc.StateVector.Encode());
        Assert.Equal(Bytes(scenario, "snapshot"), doc.TakeSnapshot().Encode());
        Assert.Equal(Bytes(scenario, "snapshotV2"), doc.TakeSnapshot().Encode(UpdateFormat.V2));
        Assert.Equal(doc.TakeSnapshot(), Snapshot.Decode(Bytes(scenario, "snapshotV2"), UpdateFormat.V2));
        Assert.Equal(Json(scenario["json"]), Reparse(EventJson.Value(doc.ToJson())));
        if (scenario["delta"] is not JsonArray delta)
            return;
        var text = doc.GetText("text");
        Assert.Equal(Json(delta),
            Reparse(new JsonArray([.. text.ToDelta().Select(step => EventJson.Delta(step, true))])));
        foreach (var position in scenario["positions"]!.AsArray())
        {
            var index = (int)position!["index"]!;
            var made = RelativePosition.At(text, index, (int)position["assoc"]!);
            Assert.Equal(Bytes(position, "bytes"), made.Encode());
            Assert.Equal(made.Encode(), RelativePosition.Decode(made.Encode()).Encode());
            Assert.Equal(made, RelativePosition.FromJson(made.ToJson()));
            Assert.Equal(index, made.Resolve(doc)!.Index);
        }
    }

    private static Doc Open(JsonNode scenario)
    {
        var doc = new Doc(new DocOptions { ClientId = 99, CollectGarbage = (bool)scenario["gc"]! });
        foreach (var (root, kind) in scenario["roots"]!.AsObject())
        {
            _ = (string)kind! switch
            {
                "Text" => doc.GetText(root),
                "Array" => doc.GetArray(root),
                _ => (SharedType)doc.GetMap(root),
            };
        }
        return doc;
    }

    private static JsonNode Find(string name) => Corpus.Single(scenario => (string)scenario!["name"]! == name)!;

    private static byte[] Bytes(JsonNode node, string name) => Convert.FromBase64String((string)node[name]!);

    // Sub-documents are compared by their guid: two of them are never the same.
    private static Any Json(JsonNode? node) => ValueJson.Revive(
        node is null ? null : JsonNode.Parse(node.ToJsonString().Replace("$doc", "doc", StringComparison.Ordinal)));

    private static Any Reparse(JsonNode? node) => Json(JsonNode.Parse(node?.ToJsonString() ?? "null"));
}
