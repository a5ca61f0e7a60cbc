using System.Text.Json;
using Tacit.Scenario;

namespace Tacit.Operations;

/// <summary><c>tacit top</c> shows the nodes that it is told of.</summary>
public sealed class TopTests : IAsyncLifetime
{
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Plain_lines_tell_of_each_node_and_of_all_together()
    {
        var (status, output) = await TopAsync(_server.Url, "http://127.0.0.1:1", "--once");
        Assert.Equal(0, status);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("node", lines[0], StringComparison.Ordinal);
        Assert.Matches("^all +up +0 +0 +0 ", lines[1]);
        Assert.Matches("^127.0.0.1:1 +down$", lines[2]);
        Assert.Matches("^together +1/2 ", lines[3]);
    }

    [Fact]
    public async Task Json_is_one_line_for_each_look()
    {
        var (status, output) = await TopAsync(_server.Url, "--once", "--json");
        Assert.Equal(0, status);
        var node = JsonDocument.Parse(output.Trim()).RootElement.GetProperty("nodes")[0];
        Assert.Equal("all", node.GetProperty("role").GetString());
        Assert.Equal(0, node.GetProperty("connections").GetInt32());
    }

    [Theory]
    [InlineData(74, "no node answers at 127.0.0.1:1", "http://127.0.0.1:1", "--once")]
    [InlineData(64, "this is no address of a node", "core:0", "--once")]
    [InlineData(64, "this is no time", "http://127.0.0.1:1", "--interval", "0")]
    public async Task What_cannot_be_is_said(int expected, string sentence, params string[] arguments)
    {
        var (status, output) = await TopAsync(arguments);
        Assert.Equal(expected, status);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    private static Task<(int Status, string Output)> TopAsync(params string[] arguments) =>
        Tool.RunAsync("dotnet", [TacitCommand.Path, "top", .. arguments]);
}
