using System.Globalization;
using System.Text.Json.Nodes;

namespace Tacit.Crdt.Tests.Differential;

/// <summary>How values that JSON lacks travel to the Node peer and back; the mirror of values.mjs.</summary>
internal static class ValueJson
{
    public static Any Revive(JsonNode? json) => json switch
    {
        null => Any.Null,
        JsonArray array => Any.Array(array.Select(Revive).ToArray()),
        JsonObject { Count: 1 } named when named.First() is { Key: ['$', ..] } special =>
            Special(special.Key, special.Value!),
        JsonObject named => Named(named),
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value when value.TryGetValue(out bool truth) => truth,
        _ => double.Parse(json.ToJsonString(), CultureInfo.InvariantCulture),
    };

    public static AnyObject Named(JsonObject json)
    {
        var named = new AnyObject();
        foreach (var (key, value) in json)
            named[key] = Revive(value);
        return named;
    }

    public static Any[] List(JsonNode? json) => [.. json!.AsArray().Select(Revive)];

    private static Any Special(string name, JsonNode value) => name switch
    {
        "$undefined" => Any.Undefined,
        "$number" when (string)value! == "Infinity" => double.PositiveInfinity,
        "$number" when (string)value! == "-Infinity" => double.NegativeInfinity,
        "$number" => double.Parse((string)value!, CultureInfo.InvariantCulture),
        "$bigint" => Any.BigInt(long.Parse((string)value!, CultureInfo.InvariantCulture)),
        "$bytes" => Convert.FromBase64String((string)value!),
        "$doc" => new Doc(new DocOptions { Guid = (string)value! }),
        "$type" => CreateType((string)value[0]!, value.AsArray().Count > 1 ? (string)value[1]! : string.Empty),
        _ => throw new ArgumentException(name),
    };

    private static SharedType CreateType(string kind, string name) => kind switch
    {
        "array" => new YArray(),
        "map" => new YMap(),
        "text" => new YText(),
        "xmlElement" => new YXmlElement(name),
        "xmlFragment" => new YXmlFragment(),
        "xmlHook" => new YXmlHook(name),
        "xmlText" => new YXmlText(),
        _ => throw new ArgumentException(kind),
    };
}
