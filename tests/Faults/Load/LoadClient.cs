using Tacit.Client;
using Tacit.Wire;

namespace Tacit.Faults.Load;

/// <summary>
/// A device of its own, with the client that programs use: appends a few messages, waits until they are durable,
/// thinks, and goes on; and tells the channel's ledger all that it is shown.
/// </summary>
internal sealed class LoadClient : IAsyncDisposable
{
    private const int BurstMax = 3;

    private readonly int _number;
    private readonly Ledger _ledger;
    private readonly TacitClient _client;
    private readonly Channel _channel;
    private readonly Random _random;
    private readonly TimeSpan _thinkMax;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private readonly Task _reading;

    private LoadClient(
        int number, Ledger ledger, TacitClient client, Channel channel, Random random, TimeSpan thinkMax)
    {
        (_number, _ledger, _client, _channel) = (number, ledger, client, channel);
        (_random, _thinkMax) = (random, thinkMax);
        _reading = ReadAsync();
        _writing = WriteAsync();
    }

    /// <summary>How its acknowledgements come.</summary>
    public Pace Pace { get; } = new();

    /// <summary>What it is at, for who waits in vain.</summary>
    public string Plight => $"{_channel.Status}";

    /// <summary>Joins, and begins to write and to read.</summary>
    /// <param name="number">Of the client, in its channel.</param>
    /// <param name="ledger">Of the channel.</param>
    /// <param name="url">The server.</param>
    /// <param name="seed">Chooses its waits.</param>
    /// <param name="thinkMax">The longest it thinks between two appends.</param>
    /// <param name="openAsync">Opens the channel.</param>
    public static async Task<LoadClient> StartAsync(
        int number,
        Ledger ledger,
        string url,
        int seed,
        TimeSpan thinkMax,
        Func<TacitClient, Task<Channel>> openAsync)
    {
        var client = new TacitClient(url, new() { Random = new Random(seed) });
        var channel = await openAsync(client);
        return new(number, ledger, client, channel, new Random(seed), thinkMax);
    }

    /// <summary>Completes when its channel tells that it waits for a reason.</summary>
    public Task HearAsync(Code code) => _channel.WhenAsync(status => status.Code == code);

    /// <summary>Writes no more, and completes when all that it wrote is durable.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _writing;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _end.CancelAsync();
        await Task.WhenAll(_writing, _reading);
        await _channel.DisposeAsync();
        await _client.DisposeAsync();
        _stop.Dispose();
        _end.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            for (var number = 0L; !_stop.IsCancellationRequested;)
            {
                var burst = new List<Task>();
                Pace.Begin();
                for (var left = _random.Next(1, BurstMax + 1); left > 0; left--)
                    burst.Add(AppendAsync(new(_number, ++number)));
                await Task.WhenAll(burst);
                Pace.End();
                await Task.Delay(_random.NextDouble() * _thinkMax, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (TacitException refusal)
        {
            _ledger.Complain(_number, $"an append was refused: {refusal.Code} {refusal.Detail} {refusal.Message}");
        }
    }

    private async Task AppendAsync(Message message)
    {
        _ledger.Append(message);
        var seq = await _channel.AppendAsync(EntryKind.Message, message.ToBytes(), _end.Token);
        _ledger.Acknowledge(message, seq);
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var one in _channel.ReadAsync(_end.Token))
                _ledger.Take(_number, one);
        }
        catch (OperationCanceledException)
        {
        }
        catch (TacitException refusal)
        {
            _ledger.Complain(_number, $"the channel ended: {refusal.Code} {refusal.Detail} {refusal.Message}");
        }
    }
}
