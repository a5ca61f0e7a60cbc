using Tacit.Client;
using Tacit.Wire;

namespace Tacit.Faults.Load;

/// <summary>Many channels with clients that write and read all the time, and check all that they are told.</summary>
internal sealed class Workload : IAsyncDisposable
{
    private readonly string _url;
    private readonly LoadShape _shape;
    private readonly ChannelLoad[] _channels;

    private Workload(string url, LoadShape shape, ChannelLoad[] channels) =>
        (_url, _shape, _channels) = (url, shape, channels);

    /// <summary>How many entries were acknowledged so far.</summary>
    public long AcknowledgedCount => _channels.Sum(channel => (long)channel.Ledger.AcknowledgedCount);

    /// <summary>What is wrong already, while everybody goes on.</summary>
    public IEnumerable<string> Violations => _channels.SelectMany(channel => channel.Ledger.Violations);

    private IEnumerable<LoadClient> Clients => _channels.SelectMany(channel => channel.Clients);

    /// <summary>Makes the channels and starts the clients.</summary>
    /// <param name="url">The server.</param>
    /// <param name="shape">How much.</param>
    /// <param name="seed">Chooses the clients' waits.</param>
    public static async Task<Workload> StartAsync(string url, LoadShape shape, int seed) => new(
        url,
        shape,
        await Task.WhenAll(Enumerable.Range(0, shape.Channels).Select(
            at => ChannelLoad.StartAsync($"channel {at}", url, shape, seed + (at * shape.ClientsPerChannel)))));

    /// <summary>Completes when each client was acknowledged something so many more times.</summary>
    /// <exception cref="TimeoutException">Some client was not, for far too long.</exception>
    public async Task GoOnAsync(int times)
    {
        var all = Clients.Select(client => (client, Reached: client.Pace.MoreAsync(times))).ToArray();
        try
        {
            await Task.WhenAll(all.Select(one => one.Reached)).WaitAsync(_shape.Patience);
        }
        catch (TimeoutException)
        {
            var stuck = all.Where(one => !one.Reached.IsCompleted).ToArray();
            throw new TimeoutException(
                $"{stuck.Length} of {all.Length} clients are stuck; the first: {stuck[0].client.Plight}");
        }
    }

    /// <summary>Completes when something is wrong.</summary>
    public Task GoWrongAsync() =>
        Task.WhenAny(_channels.Select(channel => channel.Ledger.Wrong)).WaitAsync(_shape.Patience);

    /// <summary>Completes when some clients were told why nothing goes on.</summary>
    /// <param name="code">Why.</param>
    /// <param name="count">How many clients; whom it does not concern hears nothing.</param>
    public async Task HearAsync(Code code, int count)
    {
        var patience = Task.Delay(_shape.Patience);
        var hearing = Clients.Select(client => client.HearAsync(code)).Append(patience).ToList();
        for (var left = count; left > 0; left--)
        {
            var heard = await Task.WhenAny(hearing);
            hearing.Remove(heard);
            if (heard == patience)
                throw new TimeoutException($"{code} was heard by {count - left} clients");
        }
    }

    /// <summary>A fault begins: waits are measured from here.</summary>
    public void Mark()
    {
        foreach (var client in Clients)
            client.Pace.Restart();
    }

    /// <summary>Each client's longest wait for an acknowledgement since <see cref="Mark"/>, shortest first.</summary>
    public TimeSpan[] Waits() => [.. Clients.Select(client => client.Pace.Longest).Order()];

    /// <summary>Ends the writing, waits until everybody has everything, and compares.</summary>
    /// <returns>All that is wrong.</returns>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        await using var newcomer = new TacitClient(_url);
        var verdicts = await Task.WhenAll(
            _channels.Select(channel => channel.FinishAsync(newcomer, _shape.Patience)));
        return [.. verdicts.SelectMany(one => one)];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_channels.Select(channel => channel.DisposeAsync().AsTask()));
}
