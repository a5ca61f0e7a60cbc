using System.Text;
using Tacit.Capability;
using Tacit.Client;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Cluster;

/// <summary>A front, a core and a storage as processes: what people rely on, also when one of them is gone.</summary>
public sealed class RoleProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestCluster _cluster = null!;

    public Task InitializeAsync()
    {
        _cluster = TestCluster.Make();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Nodes_start_in_any_order_and_the_front_says_what_is_missing()
    {
        await _cluster.StartAsync("front:0");
        Assert.Equal("not ready: no core is connected\n", await _cluster.AskReadyAsync());
        await _cluster["front:0"].SaysAsync("no link to core:0 at 127.0.0.1");

        await _cluster.StartAsync("core:0");
        await _cluster["front:0"].SaysAsync("core:0 is there");
        Assert.Equal("not ready: the core has no storage\n", await _cluster.AskReadyAsync());

        await _cluster.StartAsync("storage:0");
        await _cluster["core:0"].SaysAsync("storage:0 is there");
        Assert.Equal("ready\n", await _cluster.AskReadyAsync());
        Assert.Equal(0, await _cluster["front:0"].StopAsync());
        Assert.Equal(0, await _cluster["core:0"].StopAsync());
        Assert.Equal(0, await _cluster["storage:0"].StopAsync());
    }

    [Fact]
    public async Task A_killed_storage_loses_nothing_that_was_acknowledged_and_writing_goes_on()
    {
        await _cluster.StartAllAsync();
        await using var writing = new TacitClient(_cluster.Url);
        await using var written = await writing.CreateAsync(ChannelKind.Log).WaitAsync(Patience);
        for (var number = 0; number < 20; number++)
            await written.AppendAsync(EntryKind.Message, Encoding.UTF8.GetBytes($"{number}")).WaitAsync(Patience);

        _cluster["storage:0"].Kill();
        var waiting = written.AppendAsync(EntryKind.Message, "while nobody stores"u8.ToArray());
        await _cluster["core:0"].SaysAsync("storage:0 is gone");
        await _cluster.StartAsync("storage:0");
        await waiting.WaitAsync(Patience);

        using var view = await written.LinkAsync(CapabilityKind.View);
        await using var reading = new TacitClient(_cluster.Url);
        await using var read = await reading.OpenAsync(view!);
        var heard = new List<string>();
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var one in read.ReadAsync(patience.Token))
        {
            if (one is EntryRead { Entry: { Kind: EntryKind.Message } entry })
                heard.Add(Encoding.UTF8.GetString(entry.Content.Span));
            if (heard.Count == 21)
                break;
        }

        Assert.Equal([.. Enumerable.Range(0, 20).Select(number => $"{number}"), "while nobody stores"], heard);
    }

    [Fact]
    public async Task Fronts_and_storages_never_connect_to_each_other()
    {
        await _cluster.StartAllAsync();
        await using var client = new TacitClient(_cluster.Url);
        await using var channel = await client.CreateAsync(ChannelKind.Log).WaitAsync(Patience);
        await channel.AppendAsync(EntryKind.Message, "through all three"u8.ToArray()).WaitAsync(Patience);

        var (front, core, storage) = (
            _cluster["front:0"].ProcessId, _cluster["core:0"].ProcessId, _cluster["storage:0"].ProcessId);
        Assert.True(Sockets.AreConnected(front, core));
        Assert.True(Sockets.AreConnected(core, storage));
        Assert.False(Sockets.AreConnected(front, storage));
    }

    [Fact]
    public async Task A_node_with_a_wrong_secret_and_a_second_one_of_a_name_end_with_a_sentence_and_harm_nobody()
    {
        await _cluster.StartAllAsync();
        _cluster.WriteSecret("other");
        await using var stranger = _cluster.Run(
            "core:0", "--listen", "127.0.0.1:0", "--secret-file", "other");
        await using var second = _cluster.Run("core:0", "--listen", "127.0.0.1:0");

        Assert.Equal(77, await stranger.EndAsync());
        Assert.Contains("tacit: core:0 is refused by storage:0", stranger.Output);
        Assert.Contains("the cluster secrets differ; give all nodes the same secretFile", stranger.Output);
        Assert.Equal(77, await second.EndAsync());
        Assert.Contains("another process is connected under this name", second.Output);
        await _cluster["storage:0"].SaysAsync("refused a node that says it is core:0");
        Assert.DoesNotContain("is gone", _cluster["core:0"].Output);
        Assert.Equal("ready\n", await _cluster.AskReadyAsync());
    }

    [Fact]
    public async Task One_command_runs_all_of_a_topology_and_ends_all_of_it()
    {
        await using var up = _cluster.RunAll();
        await up.SaysAsync("front:0 at 127.0.0.1");
        await up.SaysAsync(": ready");
        await using (var client = new TacitClient(_cluster.Url))
        {
            await using var channel = await client.CreateAsync(ChannelKind.Log).WaitAsync(Patience);
            await channel.AppendAsync(EntryKind.Message, "one"u8.ToArray()).WaitAsync(Patience);
        }

        Assert.Equal(0, await up.StopAsync());
        await Assert.ThrowsAsync<HttpRequestException>(_cluster.AskReadyAsync);
    }

    [Fact]
    public async Task A_second_node_at_an_address_ends_with_a_sentence()
    {
        await _cluster.StartAsync("core:0");
        await using var second = _cluster.Run("core:0");
        Assert.Equal(74, await second.EndAsync());
        Assert.Contains($"127.0.0.1:{_cluster.CorePort}", second.Output);
        Assert.Contains("address already in use", second.Output, StringComparison.OrdinalIgnoreCase);
    }
}
