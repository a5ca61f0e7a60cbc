using System.Net.Http.Headers;
using System.Text.Json;
using Tacit.Scenario;

namespace Tacit.Operations;

/// <summary>An operator sees every node of a cluster, from one front and from a shell.</summary>
public sealed class ClusterTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Nodes = ["front:0", "front:1", "core:0", "core:1", "storage:0", "storage:1"];

    private readonly HttpClient _http = new();
    private Cluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.StartAsync();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Cluster.Token);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_front_tells_of_all_nodes_and_of_one_that_died()
    {
        var nodes = await UntilAsync(nodes => nodes.All(node => IsUp(node) && HasAllLinks(node)));
        Assert.Equal(Nodes, nodes.Select(NameOf));
        Assert.Equal(["core:0", "core:1"], Peers(nodes[0]));
        Assert.Equal(["front:0", "front:1", "storage:0", "storage:1"], Peers(nodes[2]));
        Assert.Equal(["core:0", "core:1"], Peers(nodes[4]));

        _cluster.Kill("core:1");
        var before = await UntilAsync(nodes => !IsUp(nodes[3]));
        Assert.All(before.Where(node => NameOf(node) != "core:1"), node => Assert.True(IsUp(node)));
        await UntilAsync(nodes => nodes.All(node => IsUp(node) && HasAllLinks(node)));
    }

    [Fact]
    public async Task Top_tells_of_all_nodes_of_a_topology()
    {
        var (status, output) = await Tool.RunAsync(
            "dotnet", TacitCommand.Path, "top", "--topology", _cluster.File, "--once");
        Assert.Equal(0, status);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Nodes, lines[1..^1].Select(line => line.Split(' ')[0]));
        Assert.StartsWith("together", lines[^1], StringComparison.Ordinal);
    }

    private static bool IsUp(JsonElement node) => node.GetProperty("isUp").GetBoolean();

    private static string? NameOf(JsonElement node) => node.GetProperty("node").GetString();

    private static bool HasAllLinks(JsonElement node) =>
        node.GetProperty("links").EnumerateArray().All(link => link.GetProperty("isUp").GetBoolean());

    private static IEnumerable<string?> Peers(JsonElement node) =>
        node.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("peer").GetString());

    private async Task<JsonElement[]> UntilAsync(Func<JsonElement[], bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var text = await _http.GetStringAsync(new Uri($"{_cluster.Url}/admin/nodes"), patience.Token);
            JsonElement[] nodes = [.. JsonDocument.Parse(text).RootElement.GetProperty("nodes").EnumerateArray()];
            if (isSo(nodes))
                return nodes;
            await Task.Delay(LookEvery, patience.Token);
        }
    }
}
