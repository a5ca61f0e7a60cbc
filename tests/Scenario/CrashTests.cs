using Tacit.Wire;
using Tacit.Wire.Frames;
using Xunit.Abstractions;

namespace Tacit.Scenario;

/// <summary>What was acknowledged survives any crash, and no seq is given twice.</summary>
public sealed class CrashTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Kills = 100;
    private const int ChannelCount = 4;

    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_hundred_kills_under_load_lose_nothing_that_was_acknowledged_and_give_no_seq_twice()
    {
        var random = new Random(Seed());
        var writers = Enumerable.Range(0, ChannelCount).Select(_ => new CrashWriter()).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            var acknowledgedBefore = writers.Sum(writer => writer.Acknowledged.Count);
            var enough = acknowledgedBefore + random.Next(1, 120);
            using var killed = new CancellationTokenSource();
            var writing = writers.Select(writer => writer.WriteAsync(_server, killed.Token)).ToArray();
            while (writers.Sum(writer => writer.AcknowledgedCount) < enough)
                await Task.Yield();
            _server.Kill();
            await killed.CancelAsync();
            await Task.WhenAll(writing);
            await _server.StartAgainAsync();
        }

        Assert.All(writers, writer => Assert.True(writer.Acknowledged.Count > Kills / ChannelCount));
        foreach (var writer in writers)
            await writer.CheckAsync(_server);
        output.WriteLine($"{writers.Sum(writer => writer.Acknowledged.Count)} entries acknowledged over {Kills} kills");
    }

    [Fact]
    public async Task A_server_that_is_told_to_end_answers_what_it_took_sends_clients_away_and_exits_well()
    {
        var channel = new TestChannel();
        var device = channel.NewDevice();
        await using var connection = await RawConnection.OpenAsync(_server);
        var (joined, _) = await connection.JoinAsync(device);
        await connection.SendAsync(new Append(joined.Handle, device.Introduce().Bytes));
        await connection.ReceiveAsync<Ack>();

        var stopping = _server.StopAsync();
        var goAway = await connection.ReceiveEvenAsync<GoAway>();
        Assert.Equal(Code.Draining, goAway.Code);
        Assert.InRange(goAway.RetryAfterMs, 1, 10_000);
        Assert.Null(await connection.ReceiveAsync());
        await connection.CloseAsync();
        Assert.Equal(0, await stopping);

        await _server.StartAgainAsync();
        await using var reader = await RawConnection.OpenAsync(_server);
        Assert.Single((await reader.JoinAsync(channel)).Entries);
    }

    private int Seed()
    {
        var given = Environment.GetEnvironmentVariable("TACIT_SEED");
        var seed = int.TryParse(given, out var replayed) ? replayed : Random.Shared.Next();
        output.WriteLine($"replay with TACIT_SEED={seed}");
        return seed;
    }
}
