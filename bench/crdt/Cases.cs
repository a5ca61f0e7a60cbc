using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tacit.Crdt;

namespace Tacit.Bench.Crdt;

/// <summary>What is measured. The same cases, by the same names, are in yjs.mjs.</summary>
internal static class Cases
{
    /// <summary>The client id with which the figures of Yjs in the issue were taken: five bytes as a varint.</summary>
    public const long Client = 3141592653;

    public static Dictionary<string, Func<string, JsonObject>> All { get; } = new()
    {
        ["type-v1"] = data => Type(data, UpdateFormat.V1),
        ["type-v2"] = data => Type(data, UpdateFormat.V2),
        ["replay-v1"] = Replay,
        ["load-v1"] = data => Load(data, UpdateFormat.V1),
        ["load-v2"] = data => Load(data, UpdateFormat.V2),
        ["encode-v1"] = data => Encode(data, UpdateFormat.V1),
        ["encode-v2"] = data => Encode(data, UpdateFormat.V2),
        ["friendsforever"] = data => Concurrent(data, "friendsforever"),
        ["clownschool"] = data => Concurrent(data, "clownschool"),
        ["b1-append"] = _ => SmallCases.Append(),
        ["b1-prepend"] = _ => SmallCases.Prepend(),
        ["b1-random"] = _ => SmallCases.RandomInserts(),
        ["b1-words"] = _ => SmallCases.RandomWords(),
        ["b1-array"] = _ => SmallCases.PrependNumbers(),
        ["b2-concurrent"] = _ => SmallCases.Concurrent(),
        ["b3-map"] = _ => SmallCases.ManyClientsSetMap(),
        ["b3-text"] = _ => SmallCases.ManyClientsInsertText(),
        ["grow-random-100k"] = _ => Growth.RandomEdits(100_000),
        ["grow-random-1m"] = _ => Growth.RandomEdits(1_000_000),
        ["grow-delete-10k"] = _ => Growth.Deletes(10_000),
        ["grow-delete-100k"] = _ => Growth.Deletes(100_000),
        ["grow-conflict-1k"] = _ => Growth.Conflicts(1_000),
        ["grow-conflict-10k"] = _ => Growth.Conflicts(10_000),
        ["grow-merge-1600"] = data => Growth.Merge(data, 1_600),
        ["grow-merge-16000"] = data => Growth.Merge(data, 16_000),
    };

    public static JsonObject Time(Func<JsonObject> work)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var figures = work();
        figures["ms"] ??= Math.Round(watch.Elapsed.TotalMilliseconds, 2);
        return figures;
    }

    public static double Milliseconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return Math.Round(watch.Elapsed.TotalMilliseconds, 3);
    }

    /// <summary>The median of five, after two seconds of the same work: compilers of both platforms need a while.
    /// </summary>
    private static double Warm(Action work)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(2))
            work();
        return Enumerable.Range(0, 5).Select(_ => Milliseconds(work)).Order().ElementAt(2);
    }

    /// <summary>Types the paper edit by edit; gives back the document and the updates.</summary>
    public static (Doc Doc, List<byte[]> Updates) TypePaper(List<Patch> patches, UpdateFormat format)
    {
        var doc = new Doc(new DocOptions { ClientId = Client });
        var updates = new List<byte[]>(patches.Count);
        if (format == UpdateFormat.V1)
            doc.Updated += update => updates.Add(update.Bytes);
        else
            doc.UpdatedV2 += update => updates.Add(update.Bytes);
        var text = doc.GetText("text");
        foreach (var patch in patches)
        {
            doc.Transact(_ =>
            {
                if (patch.Deleted > 0)
                    text.Delete(patch.Index, patch.Deleted);
                if (patch.Inserted.Length > 0)
                    text.Insert(patch.Index, patch.Inserted);
            });
        }
        return (doc, updates);
    }

    public static string Paper(string data) => Path.Combine(data, "automerge-paper.json.gz");

    private static JsonObject Type(string data, UpdateFormat format)
    {
        var (patches, end) = Traces.Read(Paper(data));
        Doc doc = null!;
        List<byte[]> updates = [];
        var figures = Time(() =>
        {
            (doc, updates) = TypePaper(patches, format);
            return [];
        });
        Check(doc.GetText("text").ToString() == end);
        figures["updateBytes"] = updates.Sum(update => (long)update.Length);
        figures["stateBytes"] = doc.EncodeStateAsUpdate(format).Length;
        figures["sha256"] = Convert.ToHexString(SHA256.HashData(doc.EncodeStateAsUpdate(format))).ToLowerInvariant();
        return figures;
    }

    private static JsonObject Replay(string data)
    {
        var (patches, end) = Traces.Read(Paper(data));
        var (_, updates) = TypePaper(patches, UpdateFormat.V1);
        return Time(() =>
        {
            var doc = new Doc();
            foreach (var update in updates)
                doc.ApplyUpdate(update);
            Check(doc.GetText("text").ToString() == end);
            return [];
        });
    }

    /// <summary>Cold: the first load of a process that has done nothing else. The state comes from a file that the
    /// case writes when it is not there, and then asks to be run again.</summary>
    private static JsonObject Load(string data, UpdateFormat format)
    {
        var file = Path.Combine(Path.GetTempPath(), $"tacit-bench-paper-{format}.bin");
        if (!File.Exists(file))
        {
            var (patches, _) = Traces.Read(Paper(data));
            File.WriteAllBytes(file, TypePaper(patches, UpdateFormat.V1).Doc.EncodeStateAsUpdate(format));
            return new JsonObject { ["again"] = true };
        }
        var state = File.ReadAllBytes(file);
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        var doc = new Doc();
        var cold = Milliseconds(() => doc.ApplyUpdate(state, format));
        var text = string.Empty;
        var read = Milliseconds(() => text = doc.GetText("text").ToString());
        Check(text.Length == 104_852);
        text = string.Empty;
        var heap = GC.GetTotalMemory(forceFullCollection: true) - heapBefore;
        GC.KeepAlive(doc);
        var warm = Warm(() =>
        {
            var again = new Doc();
            again.ApplyUpdate(state, format);
            Check(again.GetText("text").ToString().Length == 104_852);
        });
        return new JsonObject
        {
            ["ms"] = warm,
            ["coldMs"] = cold,
            ["readMs"] = read,
            ["heapMB"] = Math.Round(heap / 1e6, 2),
            ["bytes"] = state.Length,
        };
    }

    private static JsonObject Encode(string data, UpdateFormat format)
    {
        var (patches, _) = Traces.Read(Paper(data));
        var (doc, _) = TypePaper(patches, UpdateFormat.V1);
        var state = doc.EncodeStateAsUpdate(format);
        var loaded = new Doc();
        loaded.ApplyUpdate(state, format);
        var warm = Warm(() => loaded.EncodeStateAsUpdate(format));
        return new JsonObject { ["ms"] = warm, ["bytes"] = state.Length };
    }

    /// <summary>Each person has a document; before each transaction it takes in what that person had seen.</summary>
    private static JsonObject Concurrent(string data, string trace)
    {
        var (transactions, end) = Traces.ReadConcurrent(Path.Combine(data, trace + ".json.gz"));
        return Time(() =>
        {
            var agents = transactions.Max(transaction => transaction.Agent) + 1;
            var docs = Enumerable.Range(0, agents).Select(agent => new Doc(new DocOptions { ClientId = agent + 1 }))
                .ToArray();
            var has = docs.Select(_ => new bool[transactions.Count]).ToArray();
            var updates = new byte[transactions.Count][];
            byte[] last = [];
            foreach (var doc in docs)
                doc.Updated += update => last = update.Bytes;
            for (var i = 0; i < transactions.Count; i++)
            {
                var (agent, parents, patches) = transactions[i];
                foreach (var parent in parents)
                    TakeIn(docs[agent], has[agent], parent);
                var text = docs[agent].GetText("text");
                docs[agent].Transact(_ =>
                {
                    foreach (var patch in patches)
                    {
                        if (patch.Deleted > 0)
                            text.Delete(patch.Index, patch.Deleted);
                        if (patch.Inserted.Length > 0)
                            text.Insert(patch.Index, patch.Inserted);
                    }
                });
                updates[i] = last;
                has[agent][i] = true;
            }
            for (var i = 0; i < transactions.Count; i++)
                TakeIn(docs[0], has[0], i);
            Check(docs[0].GetText("text").Length > 0);
            return new JsonObject
            {
                ["stateBytes"] = docs[0].EncodeStateAsUpdate(UpdateFormat.V2).Length,
                ["lengthDiffers"] = docs[0].GetText("text").Length - end.Length,
            };

            void TakeIn(Doc doc, bool[] known, int wanted)
            {
                var open = new Stack<int>([wanted]);
                var found = new SortedSet<int>();
                while (open.TryPop(out var next))
                {
                    if (known[next] || !found.Add(next))
                        continue;
                    foreach (var parent in transactions[next].Parents)
                        open.Push(parent);
                }
                foreach (var next in found)
                {
                    doc.ApplyUpdate(updates[next]);
                    known[next] = true;
                }
            }
        });
    }

    public static void Check(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The result is wrong."));
    }
}
