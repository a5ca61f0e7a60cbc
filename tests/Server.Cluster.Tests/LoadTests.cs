using Tacit.Seeds;

namespace Tacit.Server.Cluster.Tests;

/// <summary>Everything goes wrong at random while clients write.</summary>
public sealed class LoadTests
{
    private const int ChannelCount = 4;
    private const int ClientsPerChannel = 3;
    private const int RoundCount = 12;

    [Fact(Skip = "Known: on a slow machine one client in some runs is not answered any more until it connects again. "
        + "Nothing is lost or repeated. To be run by hand until that is mended.")]
    public Task Clients_see_every_entry_once_in_order_whatever_goes_away() => Fuzz.RunAsync(4, RunAsync);

    private static async Task RunAsync(Random random)
    {
        await using var cluster = new TestCluster(fronts: 2, cores: 3, storages: 2);
        var channels = Enumerable.Range(0, ChannelCount).Select(_ => new TestChannel()).ToArray();
        var clients = new Dictionary<TestChannel, List<TestClient>>();
        foreach (var channel in channels)
        {
            clients[channel] = [];
            for (var at = 0; at < ClientsPerChannel; at++)
                clients[channel].Add(await TestClient.JoinAsync(cluster.Fronts[at % 2], channel.NewDevice()));
        }

        await Task.WhenAll(clients.Values.SelectMany(many => many).Select(client => client.LiveAsync()));
        for (var round = 0; round < RoundCount; round++)
        {
            var writing = clients.Values.SelectMany(many => many)
                .Select(client => client.AppendAsync(random.Next(1, 20))).ToArray();
            await HarmAsync(cluster, random);
            await Task.WhenAll(writing);
        }

        foreach (var channel in channels)
            await cluster.CheckAsync(channel, clients[channel]);
        foreach (var client in clients.Values.SelectMany(many => many))
            await client.DisposeAsync();
    }

    private static async Task HarmAsync(TestCluster cluster, Random random)
    {
        var core = random.Next(3);
        switch (random.Next(6))
        {
            case 0:
                cluster.KillCore(core);
                cluster.AddCore(core);
                break;
            case 1:
                await cluster.Cores[core].DrainAsync(CancellationToken.None);
                cluster.KillCore(core);
                cluster.AddCore(core);
                break;
            case 2:
                var storage = random.Next(2);
                cluster.KillStorage(storage);
                await Task.Yield();
                cluster.StartStorage(storage);
                break;
            case 3:
                Reconnect(cluster, TestCluster.Front(random.Next(2)), TestCluster.Core(core));
                break;
            case 4:
                Reconnect(cluster, TestCluster.Core(core), TestCluster.Storage(random.Next(2)));
                break;
            default:
                var held = cluster.Link(TestCluster.Core(core), TestCluster.Storage(random.Next(2)));
                held.Hold();
                await Task.Yield();
                held.Release();
                break;
        }
    }

    private static void Reconnect(TestCluster cluster, Wire.NodeId from, Wire.NodeId to)
    {
        cluster.Link(from, to).Cut();
        cluster.Connect(from, to);
    }
}
