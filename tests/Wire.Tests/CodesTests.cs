using System.Text.Json;

namespace Tacit.Wire.Tests;

/// <summary>One list of codes: the vectors, the table in the documents and the enum say the same.</summary>
public sealed class CodesTests
{
    // From here on codes never leave the server, so clients do not list them.
    private const int BetweenRoles = 200;

    private static readonly string Root = FindRoot();

    [Fact]
    public void The_enum_holds_exactly_the_codes_of_the_vectors()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "tests/Vectors/codes.json")));
        var listed = vectors.RootElement.GetProperty("codes").EnumerateArray().ToDictionary(
            code => (Code)code.GetProperty("number").GetInt32(),
            code => new Codes(
                code.GetProperty("name").GetString()!,
                code.GetProperty("http").GetInt32(),
                code.GetProperty("exit").GetInt32(),
                code.GetProperty("sentence").GetString()!));

        Assert.Equal(
            listed.Keys.Order(),
            Enum.GetValues<Code>().Where(code => code != Code.None && (int)code < BetweenRoles).Order());
        Assert.All(listed, pair => Assert.Equal(pair.Value, Codes.Of(pair.Key)));
        Assert.All(listed, pair => Assert.Equal(pair.Key.ToString(), Pascal(pair.Value.Name)));
    }

    [Fact]
    public void The_table_in_the_documents_says_the_same()
    {
        var rows = File.ReadLines(Path.Combine(Root, "docs/protocol/codes.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .ToDictionary(
                cells => (Code)int.Parse(cells[0]),
                cells => new Codes(cells[1].Trim('`'), int.Parse(cells[3]), int.Parse(cells[4]), cells[5]));

        Assert.Equal(Codes.All.Order(), rows.Keys.Order());
        Assert.All(rows, row => Assert.Equal(row.Value, Codes.Of(row.Key)));
    }

    private static string Pascal(string name) =>
        string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tacit.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not under the repository.");
        return folder;
    }
}
