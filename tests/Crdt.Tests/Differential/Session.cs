using System.Text.Json.Nodes;

namespace Tacit.Crdt.Tests.Differential;

/// <summary>
/// Several users who edit one document; the mirror of session.mjs. Steps are kept to be repeated there.
/// </summary>
internal sealed class Session
{
    private readonly JsonObject _setup;
    private readonly JsonArray _steps = [];
    private readonly List<UndoHistory> _histories = [];

    public Session(long[] clients, bool gc = true, bool observe = false, bool undo = false)
    {
        _setup = new JsonObject
        {
            ["clients"] = new JsonArray([.. clients.Select(client => (JsonNode)client)]),
            ["gc"] = gc,
            ["observe"] = observe,
            ["undo"] = undo,
        };
        foreach (var client in clients)
        {
            var doc = new Doc(new DocOptions { ClientId = client, CollectGarbage = gc });
            var types = new SharedType[]
            {
                doc.GetText("text"), doc.GetArray("array"), doc.GetMap("map"), doc.GetXmlFragment("xml"),
            };
            doc.Updated += update => Updates.Add(update.Bytes);
            if (observe)
            {
                foreach (var type in types)
                    type.ObserveDeep(Note);
            }
            Docs.Add(doc);
            if (undo)
                _histories.Add(new UndoHistory(doc, types, new UndoOptions { CaptureTimeout = TimeSpan.Zero }));
        }
    }

    public List<Doc> Docs { get; } = [];

    /// <summary>Every update of every user, in the order in which they were made.</summary>
    public List<byte[]> Updates { get; } = [];

    public List<JsonNode> Events { get; } = [];

    public JsonObject Request => new() { ["setup"] = _setup.DeepClone(), ["steps"] = _steps.DeepClone() };

    public void Do(params JsonNode?[] step)
    {
        var kept = new JsonArray(step);
        _steps.Add(kept);
        Run(kept);
    }

    public SharedType Find(int user, JsonNode path)
    {
        var steps = path.AsArray();
        var type = Docs[user].FindRoot((string)steps[0]!)!;
        foreach (var step in steps.Skip(1))
        {
            type = type switch
            {
                YMap map => map[(string)step!].AsShared!,
                YArray array => array[(int)step!].AsShared!,
                YXmlFragment fragment => fragment[(int)step!]!,
                _ => throw new InvalidOperationException("No way further."),
            };
        }
        return type;
    }

    private void Run(JsonArray step)
    {
        var user = (int)step[1]!;
        switch ((string)step[0]!)
        {
            case "transact":
                Docs[user].Transact(_ =>
                {
                    foreach (var inner in step[2]!.AsArray())
                        Run(inner!.AsArray());
                });
                break;
            case "deliver":
                foreach (var index in step[2]!.AsArray())
                    Docs[user].ApplyUpdate(Updates[(int)index!], origin: "remote");
                break;
            case "deliverMerged":
                var parts = step[2]!.AsArray().Select(index => (ReadOnlyMemory<byte>)Updates[(int)index!]);
                Docs[user].ApplyUpdate(Crdt.Updates.Merge([.. parts]), origin: "remote");
                break;
            case "undo":
                _histories[user].Undo();
                break;
            case "redo":
                _histories[user].Redo();
                break;
            case "sync":
                var to = Docs[(int)step[2]!];
                var missing = Docs[user].EncodeStateAsUpdate(UpdateFormat.V2, to.StateVector);
                to.ApplyUpdate(missing, UpdateFormat.V2, "remote");
                break;
            case ['t', 'e', 'x', 't', ..]:
                Edit((YText)Find(user, step[2]!), step);
                break;
            case ['l', 'i', 's', 't', ..]:
                Edit(Find(user, step[2]!), step);
                break;
            case ['m', 'a', 'p', ..]:
                EditMap(Find(user, step[2]!), step);
                break;
            default:
                EditAttribute(Find(user, step[2]!), step);
                break;
        }
    }

    private static void Edit(YText text, JsonArray step)
    {
        switch ((string)step[0]!)
        {
            case "textInsert" when step[5] is JsonObject attributes:
                text.Insert((int)step[3]!, (string)step[4]!, ValueJson.Named(attributes));
                break;
            case "textInsert":
                text.Insert((int)step[3]!, (string)step[4]!);
                break;
            case "textEmbed":
                text.InsertEmbed((int)step[3]!, ValueJson.Revive(step[4]),
                    step[5] is JsonObject formats ? ValueJson.Named(formats) : null);
                break;
            case "textDelete":
                text.Delete((int)step[3]!, (int)step[4]!);
                break;
            case "textFormat":
                text.Format((int)step[3]!, (int)step[4]!, ValueJson.Named(step[5]!.AsObject()));
                break;
            default:
                text.ApplyDelta([.. step[3]!.AsArray().Select(op => Delta(op!.AsObject()))]);
                break;
        }
    }

    private static DeltaOp Delta(JsonObject op)
    {
        var attributes = op["attributes"] is JsonObject named ? ValueJson.Named(named) : null;
        if (op.ContainsKey("insert"))
            return DeltaOp.Insert(ValueJson.Revive(op["insert"]), attributes);
        return op["retain"] is { } retain
            ? DeltaOp.Retain((int)retain, attributes)
            : DeltaOp.Delete((int)op["delete"]!);
    }

    private static void Edit(SharedType list, JsonArray step)
    {
        switch ((string)step[0]!, list)
        {
            case ("listInsert", YArray array):
                array.Insert((int)step[3]!, ValueJson.List(step[4]));
                break;
            case ("listInsert", YXmlFragment fragment):
                fragment.Insert((int)step[3]!, [.. ValueJson.List(step[4]).Select(value => value.AsShared!)]);
                break;
            case ("listPush", YArray array):
                array.Push(ValueJson.List(step[3]));
                break;
            case ("listDelete", YArray array):
                array.Delete((int)step[3]!, (int)step[4]!);
                break;
            case ("listDelete", YXmlFragment fragment):
                fragment.Delete((int)step[3]!, (int)step[4]!);
                break;
            default:
                _ = ((YArray)list)[(int)step[3]!];
                break;
        }
    }

    private static void EditMap(SharedType type, JsonArray step)
    {
        var key = (string)step[3]!;
        switch ((string)step[0]!, type)
        {
            case ("mapSet", YMap map):
                map[key] = ValueJson.Revive(step[4]);
                break;
            case ("mapSet", YXmlHook hook):
                hook[key] = ValueJson.Revive(step[4]);
                break;
            default:
                ((YMap)type).Delete(key);
                break;
        }
    }

    private static void EditAttribute(SharedType type, JsonArray step)
    {
        var key = (string)step[3]!;
        switch ((string)step[0]!, type)
        {
            case ("attributeSet", YXmlElement element):
                element.SetAttribute(key, ValueJson.Revive(step[4]));
                break;
            case ("attributeSet", YText text):
                text.SetAttribute(key, ValueJson.Revive(step[4]));
                break;
            case ("attributeRemove", YXmlElement element):
                element.RemoveAttribute(key);
                break;
            default:
                throw new ArgumentException((string)step[0]!);
        }
    }

    private void Note(IReadOnlyList<TypeEvent> events)
    {
        foreach (var each in events)
            Events.Add(EventJson.Write(each));
    }
}
