using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>A reader that stops reading costs a fixed amount, is cut off, and goes on where it was.</summary>
public sealed class SlowReaderTests : IAsyncLifetime
{
    private const int EntrySize = 100_000;
    private const int EntryCount = 600;
    private const long MemoryGrowthMax = 120L * 1024 * 1024;

    private readonly TestChannel _channel = new();
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_reader_that_stops_is_cut_off_costs_bounded_memory_and_resumes_without_a_gap()
    {
        var device = _channel.NewDevice();
        await using var writer = await RawConnection.OpenAsync(_server);
        var (joined, _) = await writer.JoinAsync(device);
        await using var slow = await RawConnection.OpenAsync(_server);
        await slow.JoinAsync(_channel);
        await writer.SendAsync(new Append(joined.Handle, device.Introduce().Bytes));
        await writer.ReceiveAsync<Ack>();

        var before = _server.MemoryBytes();
        var text = new string('x', EntrySize);
        for (var n = 0; n < EntryCount; n++)
        {
            await writer.SendAsync(new Append(joined.Handle, device.Say(text).Bytes));
            Assert.Equal(n + 2, (await writer.ReceiveAsync<Ack>()).FirstSeq);
        }

        // 60 MB were written past a reader that took none of it.
        Assert.InRange(_server.MemoryBytes() - before, long.MinValue, MemoryGrowthMax);
        var last = 0L;
        while (await slow.ReceiveAsync() is { } frame)
        {
            if (frame is Entry entry)
                Assert.Equal(++last, entry.Seq);
        }

        Assert.InRange(last, 0, EntryCount);
        await using var again = await RawConnection.OpenAsync(_server);
        await again.SendAsync(again.ReaderJoin(_channel, after: last, incarnation: joined.Incarnation));
        await again.ReceiveAsync<Joined>();
        while (last < EntryCount + 1)
            Assert.Equal(++last, (await again.ReceiveAsync<Entry>()).Seq);
        await again.ReceiveAsync<Live>();
    }
}
