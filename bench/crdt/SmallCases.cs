using System.Text.Json.Nodes;
using Tacit.Crdt;

namespace Tacit.Bench.Crdt;

/// <summary>Cases B1 to B3 of github.com/dmonad/crdt-benchmarks, with N = 6,000. One document writes, another takes
/// in each update.</summary>
internal static class SmallCases
{
    private const int N = 6000;

    private static readonly int Clients = (int)(20 * Math.Sqrt(N));

    public static JsonObject Append() => Write((text, i, _) => text.Insert(i, "a"));

    public static JsonObject Prepend() => Write((text, _, _) => text.Insert(0, "a"));

    public static JsonObject RandomInserts() => Write((text, i, random) => text.Insert(random.Next(i + 1), "a"));

    public static JsonObject RandomWords() => Write((text, _, random) =>
        text.Insert(random.Next(text.Length + 1), new string('w', random.Next(3, 9))));

    public static JsonObject PrependNumbers() => Cases.Time(() =>
    {
        var (doc, other) = Pair();
        var array = doc.GetArray("array");
        for (var i = 0; i < N; i++)
            array.Insert(0, i);
        Cases.Check(other.GetArray("array").Count == N);
        return Size(doc);
    });

    public static JsonObject Concurrent() => Cases.Time(() =>
    {
        var docs = new[] { new Doc(new DocOptions { ClientId = 1 }), new Doc(new DocOptions { ClientId = 2 }) };
        var random = new Random(1);
        docs[0].GetText("text").Insert(0, new string('x', 100));
        docs[1].ApplyUpdate(docs[0].EncodeStateAsUpdate());
        foreach (var doc in docs)
        {
            doc.Transact(_ =>
            {
                var text = doc.GetText("text");
                for (var i = 0; i < N; i++)
                    text.Insert(random.Next(text.Length + 1), "a");
            });
        }
        var first = docs[0].EncodeStateAsUpdate();
        docs[0].ApplyUpdate(docs[1].EncodeStateAsUpdate());
        docs[1].ApplyUpdate(first);
        Cases.Check(docs[0].GetText("text").ToString() == docs[1].GetText("text").ToString());
        return Size(docs[0]);
    });

    public static JsonObject ManyClientsSetMap() => Many((doc, i) => doc.GetMap("map")["v"] = i);

    public static JsonObject ManyClientsInsertText() => Many((doc, i) => doc.GetText("text").Insert(0, $"{i}"));

    private static JsonObject Write(Action<YText, int, Random> edit) => Cases.Time(() =>
    {
        var (doc, other) = Pair();
        var text = doc.GetText("text");
        var random = new Random(1);
        for (var i = 0; i < N; i++)
            edit(text, i, random);
        Cases.Check(other.GetText("text").Length == text.Length);
        return Size(doc);
    });

    private static JsonObject Many(Action<Doc, int> edit)
    {
        var updates = new List<byte[]>();
        for (var i = 0; i < Clients; i++)
        {
            var doc = new Doc(new DocOptions { ClientId = i + 1 });
            doc.Updated += update => updates.Add(update.Bytes);
            edit(doc, i);
        }
        return Cases.Time(() =>
        {
            var doc = new Doc();
            foreach (var update in updates)
                doc.ApplyUpdate(update);
            return Size(doc);
        });
    }

    private static (Doc Doc, Doc Other) Pair()
    {
        var doc = new Doc(new DocOptions { ClientId = 1 });
        var other = new Doc(new DocOptions { ClientId = 2 });
        doc.Updated += update => other.ApplyUpdate(update.Bytes);
        return (doc, other);
    }

    private static JsonObject Size(Doc doc) => new()
    {
        ["stateBytes"] = doc.EncodeStateAsUpdate(UpdateFormat.V2).Length,
    };
}
