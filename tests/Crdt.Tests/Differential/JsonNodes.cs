using System.Text.Json.Nodes;

namespace Tacit.Crdt.Tests.Differential;

internal static class JsonNodes
{
    /// <summary>The elements, free to be put into another array.</summary>
    public static JsonNode?[] ToArrayOfNodes(this JsonArray array) => [.. array.Select(node => node?.DeepClone())];
}
