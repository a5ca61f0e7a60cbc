namespace Tacit.Crdt.Tests;

/// <summary>
/// A test of the compatibility fixtures of Yjs, which are not in the repository: looked for where TACIT_YJS_FIXTURES
/// says, else in ../shared/data/crdt beside the checkout. Skipped, and counted as such, where they are not.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FixturesFactAttribute : FactAttribute
{
    private const string Variable = "TACIT_YJS_FIXTURES";

    public FixturesFactAttribute()
    {
        if (Path is null)
            Skip = $"the fixtures of Yjs are not here; {Variable} may name the file";
    }

    /// <summary>The file, or null.</summary>
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } given)
            return given;
        var beside = System.IO.Path.GetFullPath(
            System.IO.Path.Combine(Folders.Root, "..", "shared", "data", "crdt", "yjs-compat-fixtures.json"));
        return File.Exists(beside) ? beside : null;
    }
}
