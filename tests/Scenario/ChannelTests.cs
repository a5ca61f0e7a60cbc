using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>What people rely on when they write to a channel, over real sockets and a real store.</summary>
public sealed class ChannelTests : IAsyncLifetime
{
    private readonly TestChannel _channel = new();
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Readers_see_the_same_entries_in_the_same_order_and_writers_their_acknowledgements()
    {
        const int EntriesPerWriter = 200;
        TestDevice[] devices = [_channel.NewDevice(), _channel.NewDevice(), _channel.NewDevice()];
        var writers = new List<RawConnection>();
        foreach (var device in devices)
        {
            writers.Add(await RawConnection.OpenAsync(_server));
            await writers[^1].JoinAsync(device);
        }

        await using var reader = await RawConnection.OpenAsync(_server);
        await reader.JoinAsync(_channel);
        var handles = await Task.WhenAll(writers.Zip(devices).Select(async pair =>
        {
            var (connection, device) = pair;
            var seen = new SortedDictionary<long, long>();
            var frames = Enumerable.Range(0, EntriesPerWriter)
                .Select(n => n == 0 ? device.Introduce() : device.Say($"{n}"))
                .Select(entry => (ClientFrame)new Append(1, entry.Bytes)).ToArray();
            foreach (var batch in frames.Chunk(17))
                await connection.SendAsync(batch);
            while (seen.Count < EntriesPerWriter * devices.Length)
            {
                switch (await connection.ReceiveAsync())
                {
                    case Ack ack:
                        for (var n = 0L; n < ack.Count; n++)
                            seen.Add(ack.FirstSeq + n, ack.FirstCounter + n);
                        break;
                    case Entry entry:
                        Assert.True(EntryHeader.TryRead(entry.Bytes.Span, out var header, out _));
                        seen.Add(entry.Seq, header.Counter);
                        break;
                    case var other:
                        Assert.Fail($"{other}");
                        break;
                }
            }

            return seen;
        }));

        var read = new SortedDictionary<long, long>();
        while (read.Count < EntriesPerWriter * devices.Length)
        {
            var entry = await reader.ReceiveAsync<Entry>();
            Assert.Equal(read.Count + 1, entry.Seq);
            Assert.True(EntryHeader.TryRead(entry.Bytes.Span, out var header, out _));
            read.Add(entry.Seq, header.Counter);
        }

        Assert.All(handles, seen => Assert.Equal(read, seen));
        foreach (var writer in writers)
            await writer.DisposeAsync();
    }

    [Fact]
    public async Task The_same_entry_again_keeps_its_first_seq_and_another_under_its_counter_is_refused()
    {
        var device = _channel.NewDevice();
        var twin = device.Twin();
        await using var connection = await RawConnection.OpenAsync(_server);
        var (joined, _) = await connection.JoinAsync(device);
        var (introduction, first) = (device.Introduce(), device.Say("first"));
        await connection.SendAsync(
            new Append(joined.Handle, introduction.Bytes), new Append(joined.Handle, first.Bytes));
        Assert.Equal(new Ack(joined.Handle, 1, 1, 2), await connection.ReceiveAsync());

        await connection.SendAsync(new Append(joined.Handle, first.Bytes));
        Assert.Equal(new Ack(joined.Handle, 2, 2, 1), await connection.ReceiveAsync());

        twin.Introduce();
        await connection.SendAsync(new Append(joined.Handle, twin.Say("other").Bytes));
        var refused = Assert.IsType<Refused>(await connection.ReceiveAsync());
        Assert.Equal((Code.CounterTaken, 2), (refused.Code, refused.Counter));
    }

    [Fact]
    public async Task A_view_link_reads_and_cannot_write()
    {
        var device = _channel.NewDevice();
        await using var writer = await RawConnection.OpenAsync(_server);
        var (joined, _) = await writer.JoinAsync(device);
        await writer.SendAsync(new Append(joined.Handle, device.Introduce().Bytes));
        await writer.ReceiveAsync<Ack>();

        await using var reader = await RawConnection.OpenAsync(_server);
        var (read, entries) = await reader.JoinAsync(_channel);
        Assert.Equal(Role.Reader, read.Role);
        Assert.Single(entries);
        await reader.SendAsync(
            new Append(read.Handle, device.Say("by a reader").Bytes), new SendEphemeral(read.Handle, new byte[300]));
        Assert.Equal(Code.ReadOnly, Assert.IsType<Refused>(await reader.ReceiveAsync()).Code);
        Assert.Equal(Code.ReadOnly, Assert.IsType<Refused>(await reader.ReceiveAsync()).Code);
    }

    [Fact]
    public async Task A_stranger_can_neither_read_nor_write_and_the_refusal_leaves_no_trace()
    {
        var device = _channel.NewDevice();
        await using var writer = await RawConnection.OpenAsync(_server);
        var (joined, _) = await writer.JoinAsync(device);
        await writer.SendAsync(new Append(joined.Handle, device.Introduce().Bytes));
        await writer.ReceiveAsync<Ack>();

        var stranger = new TestChannel();
        await using var connection = await RawConnection.OpenAsync(_server);
        var byReadKey = connection.ReaderJoin(stranger) with { Channel = _channel.Id };
        var byAuthor = stranger.NewDevice().Join(connection) with { Channel = _channel.Id, Descriptor = default };
        await connection.SendAsync(byReadKey);
        Assert.Equal(Code.ProofFailed, Assert.IsType<Refused>(await connection.ReceiveAsync()).Code);
        await connection.SendAsync(byAuthor);
        Assert.Equal(Code.ProofFailed, Assert.IsType<Refused>(await connection.ReceiveAsync()).Code);
        await connection.SendAsync(new Append(joined.Handle, device.Say("without joining").Bytes));
        Assert.Equal(Code.NotJoined, Assert.IsType<Refused>(await connection.ReceiveAsync()).Code);

        await using var reader = await RawConnection.OpenAsync(_server);
        Assert.Single((await reader.JoinAsync(_channel)).Entries);
    }

    [Fact]
    public async Task A_proof_made_for_another_server_or_connection_is_refused()
    {
        await using var first = await RawConnection.OpenAsync(_server);
        await first.JoinAsync(_channel.NewDevice());
        await using var second = await RawConnection.OpenAsync(_server);
        await second.SendAsync(first.ReaderJoin(_channel));
        Assert.Equal(Code.ProofFailed, Assert.IsType<Refused>(await second.ReceiveAsync()).Code);
    }

    [Fact]
    public async Task A_write_after_the_grant_expired_is_refused()
    {
        // Long enough to join before, also on a slow machine.
        var expiry = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 8;
        var device = _channel.NewDevice(expiry);
        await using var connection = await RawConnection.OpenAsync(_server);
        var (joined, _) = await connection.JoinAsync(device);
        await connection.SendAsync(new Append(joined.Handle, device.Introduce().Bytes));
        await connection.ReceiveAsync<Ack>();

        // The server's clock decides: entries are sent until it has moved on.
        ServerFrame? answer;
        do
        {
            await connection.SendAsync(new Append(joined.Handle, device.Say("still").Bytes));
            answer = await connection.ReceiveAsync();
        }
        while (answer is Ack);
        var refused = Assert.IsType<Refused>(answer);
        Assert.Equal((Code.GrantExpired, expiry), (refused.Code, refused.Detail));

        await using var later = await RawConnection.OpenAsync(_server);
        await later.SendAsync(device.Join(later));
        Assert.Equal(Code.GrantExpired, Assert.IsType<Refused>(await later.ReceiveAsync()).Code);
    }

    [Fact]
    public async Task A_cold_join_gets_the_snapshot_and_what_it_does_not_cover()
    {
        var device = _channel.NewDevice();
        await using var connection = await RawConnection.OpenAsync(_server);
        var (joined, _) = await connection.JoinAsync(device);
        var frames = new List<ClientFrame> { new Append(joined.Handle, device.Introduce().Bytes) };
        for (var n = 0; n < 50; n++)
            frames.Add(new Append(joined.Handle, device.Say($"{n}").Bytes));
        frames.Add(new Append(joined.Handle, device.Snapshot("all fifty").Bytes));
        frames.Add(new Append(joined.Handle, device.Say("after").Bytes));
        await connection.SendAsync([.. frames]);
        while (await connection.ReceiveAsync<Ack>() is var ack && ack.FirstSeq + ack.Count - 1 < 53)
        {
        }

        await using var reader = await RawConnection.OpenAsync(_server);
        Assert.Equal([1, 52, 53], (await reader.JoinAsync(_channel)).Entries.Select(entry => entry.Seq));

        await using var historian = await RawConnection.OpenAsync(_server);
        await historian.SendAsync(historian.ReaderJoin(_channel) with { History = true });
        await historian.ReceiveAsync<Joined>();
        for (var seq = 1; seq <= 53; seq++)
            Assert.Equal(seq, (await historian.ReceiveAsync<Entry>()).Seq);
    }

    [Fact]
    public async Task A_cursor_of_another_log_is_refused_and_a_clock_is_not()
    {
        var device = _channel.NewDevice();
        await using var connection = await RawConnection.OpenAsync(_server);
        var (joined, _) = await connection.JoinAsync(device);
        await connection.SendAsync(
            new Append(joined.Handle, device.Introduce().Bytes), new Append(joined.Handle, device.Say("two").Bytes));
        await connection.ReceiveAsync<Ack>();

        await using var reader = await RawConnection.OpenAsync(_server);
        await reader.SendAsync(reader.ReaderJoin(_channel, after: 1, incarnation: new Incarnation(7)));
        Assert.Equal(Code.CursorInvalid, Assert.IsType<Refused>(await reader.ReceiveAsync()).Code);
        await reader.SendAsync(reader.ReaderJoin(_channel, after: 3, incarnation: joined.Incarnation));
        Assert.Equal(Code.CursorInvalid, Assert.IsType<Refused>(await reader.ReceiveAsync()).Code);

        await reader.SendAsync(reader.ReaderJoin(_channel) with { Clock = VectorClock.From([(device.Author, 1)]) });
        await reader.ReceiveAsync<Joined>();
        Assert.Equal(2, (await reader.ReceiveAsync<Entry>()).Seq);
        await reader.ReceiveAsync<Live>();
    }

    [Fact]
    public async Task An_ephemeral_message_reaches_the_others_who_are_present_and_nobody_later()
    {
        var (sender, receiver) = (_channel.NewDevice(), _channel.NewDevice());
        await using var first = await RawConnection.OpenAsync(_server);
        await using var second = await RawConnection.OpenAsync(_server);
        var (joined, _) = await first.JoinAsync(sender);
        await second.JoinAsync(receiver);
        await first.SendAsync(new SendEphemeral(joined.Handle, new byte[] { 1, 2, 3 }), new Ping(9));
        Assert.Equal([1, 2, 3], (await second.ReceiveAsync<Ephemeral>()).Message.ToArray());
        Assert.Equal(new Pong(9), await first.ReceiveAsync());

        await using var third = await RawConnection.OpenAsync(_server);
        Assert.Empty((await third.JoinAsync(_channel)).Entries);
    }
}
