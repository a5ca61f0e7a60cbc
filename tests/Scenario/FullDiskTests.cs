using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>
/// A full disk stops appends, by name; reading goes on; and appending goes on by itself when there is room.
/// </summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly TestChannel _channel = new();
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartOnDiskAsync("8m");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Appends_are_refused_while_the_disk_is_full_reads_go_on_and_room_mends_it()
    {
        var device = _channel.NewDevice();
        await using var writer = await RawConnection.OpenAsync(_server);
        var (joined, _) = await writer.JoinAsync(device);
        await writer.SendAsync(new Append(joined.Handle, device.Introduce().Bytes));
        await writer.ReceiveAsync<Ack>();

        var ballast = Path.Combine(_server.DataFolder, "ballast");
        await FillAsync(ballast);
        var text = new string('x', 50_000);
        var sent = new List<ReadOnlyMemory<byte>>();
        ServerFrame? answer;
        do
        {
            sent.Add(device.Say(text).Bytes);
            await writer.SendAsync(new Append(joined.Handle, sent[^1]));
            answer = await writer.ReceiveAsync();
        }
        while (answer is Ack && sent.Count < 500);
        var refused = Assert.IsType<Refused>(answer);
        Assert.Equal((Code.StoreFull, sent.Count + 1), (refused.Code, refused.Counter));

        await using var reader = await RawConnection.OpenAsync(_server);
        Assert.Equal(sent.Count, (await reader.JoinAsync(_channel)).Entries.Count);

        File.Delete(ballast);
        await writer.SendAsync(new Append(joined.Handle, sent[^1]));
        Assert.Equal(new Ack(joined.Handle, sent.Count + 1, sent.Count + 1, 1), await writer.ReceiveAsync());
        Assert.Equal(sent.Count + 1, (await reader.ReceiveAsync<Entry>()).Seq);
    }

    // Until nothing more fits but what SQLite has taken already.
    private static async Task FillAsync(string path)
    {
        await using var file = File.Create(path, bufferSize: 0);
        var block = new byte[64 * 1024];
        try
        {
            while (true)
                await file.WriteAsync(block);
        }
        catch (IOException)
        {
        }
    }
}
