using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tacit.Vectors.Tests;

/// <summary>
/// The files in tests/Vectors, and how bytes and lists look in them. Forms: tests/Vectors/SOURCES.md.
/// </summary>
internal static class VectorFile
{
    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    public static string Folder { get; } = Path.Combine(FindRoot(), "tests", "Vectors");

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    public static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    public static byte[] Bytes(this JsonNode node, string name) =>
        Convert.FromHexString(node[name]!.GetValue<string>());

    public static long Number(this JsonNode node, string name) => node[name]!.GetValue<long>();

    public static string Text(this JsonNode node, string name) => node[name]!.GetValue<string>();

    public static IEnumerable<JsonNode> List(this JsonNode node, string name) =>
        node[name]!.AsArray().Select(one => one!);

    public static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];

    public static JsonNode Read(string path) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, path))) ?? throw new JsonException(path);

    /// <summary>Writes the file, or compares it where writing was not asked for.</summary>
    public static void WriteOrCompare(string name, JsonNode made)
    {
        var path = Path.Combine(Folder, name);
        var text = made.ToJsonString(Form) + "\n";
        if (Environment.GetEnvironmentVariable("TACIT_WRITE_VECTORS") == "1")
            File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"{name} is missing; ./dev vectors writes it");
        Assert.Equal(text, File.ReadAllText(path));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tacit.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not under the repository.");
        return folder;
    }
}
