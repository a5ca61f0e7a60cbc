using System.Text.Json;
using Tacit.Crdt;

namespace Tacit.Scenario;

/// <summary>Yjs updates in files and pipes, with nothing else around.</summary>
public sealed class DocCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tacit-doc-");
    private readonly Doc _first = new(new() { ClientId = 1 });
    private readonly Doc _second = new(new() { ClientId = 2 });

    public DocCommandTests()
    {
        _first.GetText("text").Insert(0, "Hello");
        _second.ApplyUpdate(_first.EncodeStateAsUpdate());
        _second.GetText("text").Insert(5, " world");
        Write("first.v1", _first.EncodeStateAsUpdate());
        Write("second.v2", _second.EncodeStateAsUpdate(UpdateFormat.V2, _first.StateVector));
        Write("first.vector", _first.StateVector.Encode());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Updates_of_both_versions_are_merged_and_read()
    {
        var merged = await RunAsync(default, "doc", "merge", "first.v1", "second.v2");

        Assert.Equal("Hello world\n", (await RunAsync(merged.Output, "doc", "inspect", "--text", "text")).Text);
        Assert.Equal(
            "Hello world\n", (await RunAsync(default, "doc", "inspect", "-t", "text", "second.v2", "first.v1")).Text);
        var compact = await RunAsync(default, "doc", "merge", "first.v1", "second.v2", "--compact", "--to", "v2");
        Assert.Equal(_second.EncodeStateAsUpdate(UpdateFormat.V2), compact.Output);
    }

    [Fact]
    public async Task A_difference_is_what_the_other_lacks()
    {
        var whole = _second.EncodeStateAsUpdate();

        var byVector = await RunAsync(whole, "doc", "diff", "--vector", "first.vector", "--to", "v2");
        var byUpdate = await RunAsync(whole, "doc", "diff", "--since", "first.v1", "--to", "v2");

        Assert.Equal(_second.EncodeStateAsUpdate(UpdateFormat.V2, _first.StateVector), byVector.Output);
        Assert.Equal(byVector.Output, byUpdate.Output);
    }

    [Fact]
    public async Task Conversion_there_and_back_changes_no_byte()
    {
        var there = await RunAsync(default, "doc", "convert", "--to", "v2", "first.v1");
        var back = await RunAsync(there.Output, "doc", "convert", "--to", "v1");

        Assert.Equal(_first.EncodeStateAsUpdate(UpdateFormat.V2), there.Output);
        Assert.Equal(_first.EncodeStateAsUpdate(), back.Output);
    }

    [Fact]
    public async Task What_is_in_an_update_is_told()
    {
        var told = await RunAsync(default, "doc", "inspect", "first.v1", "--json");

        using var json = JsonDocument.Parse(told.Text);
        var one = json.RootElement.GetProperty("structs")[0];
        Assert.Equal("v1", json.RootElement.GetProperty("version").GetString());
        Assert.Equal(5, json.RootElement.GetProperty("clients")[0].GetProperty("to").GetInt32());
        Assert.Equal(("text", "Hello"), (one.GetProperty("kind").GetString(), one.GetProperty("content").GetString()));
        var lines = (await RunAsync(default, "doc", "inspect", "first.v1")).Text;
        Assert.Contains("“Hello”", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_update_are_named_with_the_place()
    {
        Write("cut", _first.EncodeStateAsUpdate()[..^3]);

        var ran = await Shell.RunAsync(_folder.FullName, default, "doc", "merge", "first.v1", "cut");
        var alone = await Shell.RunAsync(_folder.FullName, default, "doc", "merge", "second.v2", "--compact");

        Assert.Equal(65, ran.ExitStatus);
        Assert.Contains("cut: malformed at byte ", ran.Complaints, StringComparison.Ordinal);
        Assert.Empty(ran.Output);
        Assert.Equal(65, alone.ExitStatus);
        Assert.Contains("client 1 from 0", alone.Complaints, StringComparison.Ordinal);
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);

    private async Task<Ran> RunAsync(ReadOnlyMemory<byte> input, params string[] arguments)
    {
        var ran = await Shell.RunAsync(_folder.FullName, input, arguments);
        Assert.Equal((0, ""), (ran.ExitStatus, ran.Complaints));
        return ran;
    }
}
