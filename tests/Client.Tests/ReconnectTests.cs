using System.Net;
using System.Net.Sockets;
using System.Text;
using Tacit.Capability;
using Tacit.Seal;
using Tacit.Wire;

namespace Tacit.Client.Tests;

/// <summary>Lost connections, stopped servers, ended programs: nothing is lost and nothing comes twice.</summary>
public sealed class ReconnectTests
{
    [Fact]
    public async Task Lost_connections_lose_and_repeat_nothing()
    {
        const int Count = 120;
        await using var server = await LiveServer.StartAsync();
        var (writerLines, readerLines) = (new Lines(), new Lines());
        await using var writing = new TacitClient(server.Url, Options(writerLines));
        await using var reading = new TacitClient(server.Url, Options(readerLines));
        await using var writer = await writing.CreateAsync(ChannelKind.Log);
        using var link = await writer.LinkAsync(CapabilityKind.View);
        await using var reader = await reading.OpenAsync(link!);
        var hearing = reader.HearAsync(Count);
        var own = writer.HearAsync(Count);

        var seqs = new List<Task<long>>();
        for (var at = 0; at < Count; at++)
        {
            seqs.Add(writer.SayAsync($"{at}"));
            if (at % 7 == 0)
                writerLines.Cut();
            if (at % 5 == 0)
                readerLines.Cut();
            if (at % 3 == 0)
                await seqs[at / 2];
        }

        var expected = Enumerable.Range(0, Count).Select(at => $"{at}");
        Assert.Equal(Enumerable.Range(2, Count).Select(seq => (long)seq), await Task.WhenAll(seqs));
        Assert.Equal(expected, await hearing);
        Assert.Equal(expected, await own);
        Assert.InRange(writerLines.Connected, 2, int.MaxValue);
    }

    [Fact]
    public async Task A_thousand_reconnects_lose_and_repeat_nothing()
    {
        await using var server = await LiveServer.StartAsync();
        var (writerLines, readerLines) = (new Lines(), new Lines());
        await using var writing = new TacitClient(server.Url, Options(writerLines));
        await using var reading = new TacitClient(server.Url, Options(readerLines));
        await using var writer = await writing.CreateAsync(ChannelKind.Log);
        using var link = await writer.LinkAsync(CapabilityKind.View);
        await using var reader = await reading.OpenAsync(link!);

        var count = 0;
        for (; writerLines.Connected + readerLines.Connected < 1000; count++)
        {
            var receipt = writer.SayAsync($"{count}");
            writerLines.Cut();
            readerLines.Cut();
            await receipt;
        }

        Assert.Equal(Enumerable.Range(0, count).Select(at => $"{at}"), await reader.HearAsync(count));
        Assert.Equal(count + 2, await writer.SayAsync("the last"));
    }

    [Fact]
    public async Task A_server_that_takes_a_connection_and_says_nothing_is_given_up()
    {
        await using var server = await LiveServer.StartAsync();
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var mutes = 2;
        var options = new ClientOptions
        {
            Random = new Soon(),
            Time = new HastyTime(),
            Connect = (address, cancellationToken) => Dialer.ConnectAsync(
                mutes-- > 0 ? new UriBuilder(address) { Port = ((IPEndPoint)mute.LocalEndpoint).Port }.Uri : address,
                cancellationToken),
        };
        await using var client = new TacitClient(server.Url, options);
        await using var channel = await client.CreateAsync(ChannelKind.Log).WaitAsync(ChannelReading.Patience);
        Assert.Equal(2, await channel.SayAsync("heard"));
        Assert.InRange(mutes, int.MinValue, -1);
    }

    [Fact]
    public async Task What_is_written_offline_is_sent_later()
    {
        await using var server = await LiveServer.StartAsync();
        var lines = new Lines();
        await using var client = new TacitClient(server.Url, Options(lines));
        await using var channel = await client.CreateAsync(ChannelKind.Log);
        lines.IsDown = true;
        var status = await channel.ReachAsync(ChannelState.Offline);
        Assert.Equal(Code.Offline, status.Code);
        var receipt = await channel.EnqueueAsync(EntryKind.Message, "later"u8.ToArray());
        Assert.Equal(2, (await channel.WhenAsync(one => one.Unsent > 0)).Unsent);
        Assert.False(receipt.Seq.IsCompleted);

        lines.IsDown = false;

        Assert.Equal(2, await receipt.Seq.WaitAsync(ChannelReading.Patience));
        await channel.ReachAsync(ChannelState.Saved);
    }

    [Fact]
    public async Task An_outbox_outlives_the_program()
    {
        await using var server = await LiveServer.StartAsync();
        using var drawn = Drawn(server);
        var lines = new Lines { IsDown = true };
        var options = new ClientOptions { Folder = server.DeviceFolder("one"), Connect = lines.ConnectAsync };
        AuthorId author;
        await using (var offline = new TacitClient(server.Url, options))
        {
            await using var channel = await offline.OpenAsync(drawn);
            author = channel.Author;
            for (var at = 0; at < 3; at++)
                await channel.EnqueueAsync(EntryKind.Message, Encoding.UTF8.GetBytes($"{at}"));
        }

        await using var online = new TacitClient(server.Url, options with { Connect = new Lines().ConnectAsync });
        await using var again = await online.OpenAsync(drawn.Own);

        Assert.Equal(author, again.Author);
        Assert.Equal(["0", "1", "2"], await again.HearAsync(3));
        await again.ReachAsync(ChannelState.Saved);
        Assert.Equal(6, await again.SayAsync("3") + 1);
    }

    [Fact]
    public async Task A_folder_serves_one_program_at_a_time()
    {
        await using var server = await LiveServer.StartAsync();
        using var drawn = Drawn(server);
        var options = new ClientOptions { Folder = server.DeviceFolder("one") };
        await using var first = new TacitClient(server.Url, options);
        await using var second = new TacitClient(server.Url, options);
        await using (var channel = await first.OpenAsync(drawn))
        {
            var refusal = await Assert.ThrowsAsync<TacitException>(() => second.OpenAsync(drawn));
            Assert.Equal(Code.OutboxInUse, refusal.Code);
        }

        await using var free = await second.OpenAsync(drawn);
        await free.SayAsync("mine now");
    }

    [Fact]
    public async Task Reading_resumes_after_what_was_saved()
    {
        await using var server = await LiveServer.StartAsync();
        await using var writing = new TacitClient(server.Url);
        await using var writer = await writing.CreateAsync(ChannelKind.Log);
        for (var at = 0; at < 10; at++)
            await writer.SayAsync($"{at}");
        using var link = await writer.LinkAsync(CapabilityKind.View);
        var options = new ClientOptions { Folder = server.DeviceFolder("reader") };
        for (var handled = 0; handled < 10; handled += 2)
        {
            await using var client = new TacitClient(server.Url, options);
            await using var reader = await client.OpenAsync(link!, new() { Resume = true });
            Assert.Equal([$"{handled}", $"{handled + 1}"], await reader.HearAsync(2));
            if (handled > 4)
                await reader.ReachAsync(ChannelState.Saved);
            await reader.SaveAsync(handled + 3);
        }
    }

    [Fact]
    public async Task A_restarted_server_is_joined_again()
    {
        await using var server = await LiveServer.StartAsync();
        await using var client = new TacitClient(server.Url, new() { Random = new Soon() });
        await using var channel = await client.CreateAsync(ChannelKind.Log);
        for (var round = 0; round < 3; round++)
        {
            await channel.SayAsync($"{round}");
            await server.StopAsync();
            var receipt = await channel.EnqueueAsync(EntryKind.Message, Encoding.UTF8.GetBytes($"{round} offline"));
            await server.StartAgainAsync();
            await receipt.Seq.WaitAsync(ChannelReading.Patience);
        }

        Assert.Equal(
            ["0", "0 offline", "1", "1 offline", "2", "2 offline"], await channel.HearAsync(6));
    }

    [Fact]
    public async Task A_restored_server_gets_back_what_it_lost()
    {
        await using var server = await LiveServer.StartAsync();
        await using var first = new TacitClient(server.Url, new() { Random = new Soon() });
        await using var second = new TacitClient(server.Url, new() { Random = new Soon() });
        await using var one = await first.CreateAsync(ChannelKind.Log);
        using var link = await one.LinkAsync(CapabilityKind.Edit);
        await using var two = await second.OpenAsync(link!);
        await one.SayAsync("kept");
        await server.StopAsync();
        CopyFolder(server.DataFolder, server.DataFolder + ".backup");
        await server.StartAgainAsync();
        await one.SayAsync("lost of one");
        await two.SayAsync("lost of two");
        await server.StopAsync();
        Directory.Delete(server.DataFolder, recursive: true);
        Directory.Move(server.DataFolder + ".backup", server.DataFolder);
        await server.StartAgainAsync();

        await one.SayAsync("new");
        await two.ReachAsync(ChannelState.Saved);

        using var view = await one.LinkAsync(CapabilityKind.View);
        await using var third = new TacitClient(server.Url);
        await using var late = await third.OpenAsync(view!);
        var heard = await late.HearAsync(4);
        Assert.Equal("kept", heard[0]);
        Assert.Equal(["kept", "lost of one", "lost of two", "new"], heard.Order(StringComparer.Ordinal));
        Assert.Equal(["kept", "lost of one", "lost of two", "new"], await two.HearAsync(4));
    }

    private static ClientOptions Options(Lines lines) => new() { Connect = lines.ConnectAsync, Random = new Soon() };

    private static NewChannel Drawn(LiveServer server) => NewChannel.Draw(
        ChannelKind.Log, server.Url, System.Security.Cryptography.RandomNumberGenerator.Create());

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
