using System.Text.Json.Nodes;
using Tacit.Crdt.Structs;

namespace Tacit.Crdt.Tests.Differential;

/// <summary>Events in the form in which session.mjs notes them.</summary>
internal static class EventJson
{
    public static JsonNode Write(TypeEvent typeEvent) => new JsonObject
    {
        ["path"] = Array(typeEvent.Path),
        ["delta"] = new JsonArray([.. typeEvent.Delta.Select(step => Delta(step, typeEvent.Target is YText))]),
        ["keys"] = new JsonObject(typeEvent.Keys.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonObject
        {
            ["action"] = Enum.GetName(pair.Value.Action)!.ToLowerInvariant(),
            ["old"] = pair.Value.OldValue.AsShared is null ? Value(pair.Value.OldValue) : "type",
        }))),
    };

    public static JsonNode? Value(Any value) => value.Kind switch
    {
        AnyKind.Undefined => new JsonObject { ["$undefined"] = 0 },
        AnyKind.Null => null,
        AnyKind.Boolean => value.AsBoolean,
        AnyKind.Number when value.AsNumber is { } number && (!double.IsFinite(number) || IsNegativeZero(number)) =>
            new JsonObject { ["$number"] = number == 0 ? "-0" : Coding.JsonText.Spell(number) },
        AnyKind.Number => value.AsNumber,
        AnyKind.BigInt => new JsonObject { ["$bigint"] = value.ToString() },
        AnyKind.String => TextContent.WellFormed(value.AsString!),
        AnyKind.Bytes => new JsonObject { ["$bytes"] = Convert.ToBase64String(value.AsBytes!.Value.Span) },
        AnyKind.Array => Array(value.AsArray!),
        AnyKind.Object => new JsonObject(
            value.AsObject!.Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Value)))),
        AnyKind.Document => new JsonObject { ["$doc"] = value.AsDoc!.Guid },
        AnyKind.Shared => Value(value.AsShared!.ToJson()),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static bool IsNegativeZero(double number) => number == 0 && double.IsNegative(number);

    public static JsonArray Array(IEnumerable<Any> values) => new([.. values.Select(Value)]);

    public static JsonNode Delta(DeltaOp step, bool isText)
    {
        var json = new JsonObject();
        switch (step.Kind)
        {
            case DeltaKind.Insert:
                json["insert"] = isText ? Value(step.Value) : Array(step.Values);
                break;
            case DeltaKind.Retain:
                json["retain"] = step.Length;
                break;
            default:
                json["delete"] = step.Length;
                break;
        }
        if (step.Attributes is not null)
            json["attributes"] = Value(step.Attributes);
        return json;
    }
}
