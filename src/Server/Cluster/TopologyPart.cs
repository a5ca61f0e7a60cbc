using System.Text.Json;
using Tacit.Wire;

namespace Tacit.Server.Cluster;

/// <summary>A value in a topology file, and the way to it.</summary>
/// <param name="element">The value.</param>
/// <param name="place">Such as <c>infra.core[1]</c>; empty for the whole file.</param>
internal sealed class TopologyPart(JsonElement element, string place)
{
    /// <summary>What to throw where this value is wrong.</summary>
    public TopologyException Wrong(string sentence) => new(place.Length == 0 ? sentence : $"{place}: {sentence}");

    /// <summary>Refuses keys that mean nothing, and those that occur twice.</summary>
    public void AllowOnly(params string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong("an object { … } belongs here");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name, StringComparer.Ordinal))
                throw Wrong($"\"{property.Name}\" is not known here; there are {string.Join(", ", names)}");
            if (!seen.Add(property.Name))
                throw Wrong($"\"{property.Name}\" is there twice");
        }
    }

    /// <summary>A key that must be there.</summary>
    public TopologyPart Required(string name) => Optional(name) ?? throw Wrong($"\"{name}\" is missing");

    /// <summary>A key that may be there.</summary>
    public TopologyPart? Optional(string name) => element.TryGetProperty(name, out var value)
        ? new(value, place.Length == 0 ? name : $"{place}.{name}")
        : null;

    /// <summary>The elements of a list.</summary>
    public IReadOnlyList<TopologyPart> Elements() => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select((one, index) => new TopologyPart(one, $"{place}[{index}]"))]
        : throw Wrong("a list [ … ] belongs here");

    /// <summary>A string that is not empty.</summary>
    public string Text() => element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text
        ? text
        : throw Wrong("a text in quotes belongs here");

    /// <summary>A path, made absolute.</summary>
    public string Path(string folder) => System.IO.Path.GetFullPath(Text(), folder);

    /// <summary>A port, from 1.</summary>
    public int Port() => Number() is var port and >= 1 and <= 65_535
        ? (int)port
        : throw Wrong("a port is a number from 1 to 65535");

    /// <summary>A time.</summary>
    public TimeSpan Milliseconds(int min, int max) => Number() is var number && number >= min && number <= max
        ? TimeSpan.FromMilliseconds(number)
        : throw Wrong($"a number of milliseconds from {min} to {max} belongs here");

    /// <summary>The name of a node.</summary>
    public NodeId NodeId() => Wire.NodeId.TryParse(Text(), out var id)
        ? id
        : throw Wrong($"\"{Text()}\" names no node; front:0, core:0 and storage:0 do");

    private long Number() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) ? number : -1;
}
