using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>A cursor is all that a reader needs to go on where it was.</summary>
public sealed class ReconnectTests : IAsyncLifetime
{
    private const int Reconnects = 1000;

    private readonly TestChannel _channel = new();
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_thousand_reconnects_lose_and_repeat_nothing()
    {
        var device = _channel.NewDevice();
        await using var writer = await RawConnection.OpenAsync(_server);
        var (joined, _) = await writer.JoinAsync(device);
        await writer.SendAsync(new Append(joined.Handle, device.Introduce().Bytes));
        await writer.ReceiveAsync<Ack>();

        // One entry before, and one after each reconnect: some come as backfill, some live, and each exactly once.
        var last = 0L;
        for (var n = 0; n < Reconnects; n++)
        {
            await writer.SendAsync(new Append(joined.Handle, device.Say($"before {n}").Bytes));
            await using var reader = await RawConnection.OpenAsync(_server);
            await reader.SendAsync(reader.ReaderJoin(_channel, last, joined.Incarnation));
            await writer.SendAsync(new Append(joined.Handle, device.Say($"after {n}").Bytes));
            for (var target = last + 1 + (n % 2); last < target;)
                Assert.Equal(++last, (await reader.ReceiveAsync<Entry>()).Seq);
        }

        await using var final = await RawConnection.OpenAsync(_server);
        var (_, rest) = await final.JoinAsync(_channel, last, joined.Incarnation);
        Assert.Equal(Enumerable.Range(1, rest.Count).Select(n => last + n), rest.Select(entry => entry.Seq));
        Assert.InRange(last + rest.Count, 1, 2 * Reconnects + 1);
    }
}
