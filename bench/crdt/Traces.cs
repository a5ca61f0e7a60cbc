using System.IO.Compression;
using System.Text.Json;

namespace Tacit.Bench.Crdt;

/// <summary>One edit of a text: delete so many characters at an index, then insert there.</summary>
internal readonly record struct Patch(int Index, int Deleted, string Inserted);

/// <summary>Recorded editing sessions, in the format of github.com/josephg/editing-traces.</summary>
internal static class Traces
{
    /// <summary>A session of one person.</summary>
    public static (List<Patch> Patches, string End) Read(string path)
    {
        using var json = Open(path);
        var patches = json.RootElement.GetProperty("txns").EnumerateArray().SelectMany(Patches).ToList();
        return (patches, json.RootElement.GetProperty("endContent").GetString()!);
    }

    /// <summary>A session of several: who made each transaction, and which ones that person had seen last.</summary>
    public static (List<(int Agent, int[] Parents, List<Patch> Patches)> Transactions, string End) ReadConcurrent(
        string path)
    {
        using var json = Open(path);
        var transactions = json.RootElement.GetProperty("txns").EnumerateArray().Select(transaction => (
            transaction.GetProperty("agent").GetInt32(),
            transaction.GetProperty("parents").EnumerateArray().Select(parent => parent.GetInt32()).ToArray(),
            Patches(transaction).ToList())).ToList();
        return (transactions, json.RootElement.GetProperty("endContent").GetString()!);
    }

    private static JsonDocument Open(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return JsonDocument.Parse(stream);
    }

    private static IEnumerable<Patch> Patches(JsonElement transaction) => transaction.GetProperty("patches")
        .EnumerateArray()
        .Select(patch => new Patch(patch[0].GetInt32(), patch[1].GetInt32(), patch[2].GetString()!));
}
