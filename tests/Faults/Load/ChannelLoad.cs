using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Client;

namespace Tacit.Faults.Load;

/// <summary>A channel with clients that write to it and read it all the time.</summary>
internal sealed class ChannelLoad : IAsyncDisposable
{
    private readonly NewChannel _drawn;
    private readonly List<LoadClient> _clients = [];

    private ChannelLoad(string name, NewChannel drawn) => (_drawn, Ledger) = (drawn, new Ledger(name));

    /// <summary>What its clients were told.</summary>
    public Ledger Ledger { get; }

    /// <summary>Its clients.</summary>
    public IReadOnlyList<LoadClient> Clients => _clients;

    /// <summary>Makes a channel and starts its clients.</summary>
    public static async Task<ChannelLoad> StartAsync(string name, string url, LoadShape shape, int seed)
    {
        using var secrets = RandomNumberGenerator.Create();
        var drawn = NewChannel.Draw(ChannelKind.Log, url, secrets);
        var channel = new ChannelLoad(name, drawn);
        for (var number = 0; number < shape.ClientsPerChannel; number++)
        {
            var isFirst = number == 0;
            channel._clients.Add(await LoadClient.StartAsync(
                number,
                channel.Ledger,
                url,
                seed + number,
                shape.ThinkMax,
                client => isFirst ? client.OpenAsync(drawn) : client.OpenAsync(drawn.Edit)));

            // The first makes the channel; the others find it.
            if (isFirst)
                await channel._clients[0].Pace.MoreAsync(1).WaitAsync(shape.Patience);
        }

        return channel;
    }

    /// <summary>
    /// Ends the writing, waits until everybody has everything, and reads the channel once more from its beginning as
    /// one who was never there.
    /// </summary>
    /// <returns>All that is wrong.</returns>
    public async Task<IReadOnlyList<string>> FinishAsync(TacitClient newcomer, TimeSpan patience)
    {
        await Task.WhenAll(_clients.Select(client => client.StopAsync())).WaitAsync(patience);
        var newest = Ledger.Newest;
        await Task.WhenAll(_clients.Select((_, at) => Ledger.ReachAsync(at, newest))).WaitAsync(patience);

        await using var again = await newcomer.OpenAsync(_drawn.View);
        using var late = new CancellationTokenSource(patience);
        await foreach (var one in again.ReadAsync(late.Token))
        {
            if (one is BecameLive)
                break;
            Ledger.Take(_clients.Count, one);
        }

        return Ledger.Verdict();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
        _drawn.Dispose();
    }
}
