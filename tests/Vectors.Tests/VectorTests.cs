using System.Text.Json.Nodes;

namespace Tacit.Vectors.Tests;

/// <summary>
/// What the code makes from the fixed seeds is what lies in tests/Vectors; with TACIT_WRITE_VECTORS=1 it is written
/// there. Making throws where the code does not open its own.
/// </summary>
public sealed class VectorTests
{
    private static readonly Dictionary<string, Func<JsonObject>> Makers = new()
    {
        ["keys.json"] = KeyVectors.Keys,
        ["links.json"] = LinkVectors.Make,
        ["grants.json"] = KeyVectors.GrantFile,
        ["proofs.json"] = KeyVectors.Proofs,
        ["epochs.json"] = EpochVectors.Make,
        ["entries.json"] = EntryVectors.Make,
        ["padding.json"] = ContentVectors.PaddingFile,
        ["snapshots.json"] = ContentVectors.Snapshots,
        ["ephemeral.json"] = ContentVectors.EphemeralFile,
        ["heads.json"] = ContentVectors.Heads,
        ["frames.json"] = FrameVectors.Make,
        ["blobs.json"] = BlobVectors.Make,
        ["requests.json"] = RequestVectors.Make,
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_is_what_the_code_makes(string name) => VectorFile.WriteOrCompare(name, Makers[name]());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_reads_as_its_form_says(string name) => VectorReader.Check(name, VectorFile.Read(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_TypeScript_makes_reads_too(string name) =>
        VectorReader.Check(name, VectorFile.Read(Path.Combine("typescript", name)));

    [Fact]
    public void Pad_content_is_what_the_code_makes_and_reads_as_its_form_says()
    {
        const string Name = "pad-content.json";
        VectorFile.WriteOrCompare(Name, PadContentVectors.Make());
        PadContentVectors.Check(VectorFile.Read(Name));
    }
}
