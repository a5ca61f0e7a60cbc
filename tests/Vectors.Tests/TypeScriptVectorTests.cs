namespace Tacit.Vectors.Tests;

/// <summary>What the TypeScript client made opens, or is refused, here as well.</summary>
public sealed class TypeScriptVectorTests
{
    public static TheoryData<string> Names =>
    [
        "keys.json",
        "links.json",
        "grants.json",
        "proofs.json",
        "epochs.json",
        "entries.json",
        "padding.json",
        "snapshots.json",
        "ephemeral.json",
        "heads.json",
        "frames.json",
        "blobs.json",
        "requests.json",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_reads_as_its_form_says(string name) =>
        VectorReader.Check(name, VectorFile.Read(Path.Combine("typescript", name)));
}
