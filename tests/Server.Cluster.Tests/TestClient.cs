using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Tacit.Server.Front;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Cluster.Tests;

/// <summary>
/// A client of one channel that checks what it is told as strictly as docs/protocol/connection.md allows: from LIVE on
/// every seq comes once and in order, and each of its entries is acknowledged once.
/// </summary>
internal sealed class TestClient : IAsyncDisposable
{
    private const string Audience = "cluster.test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly WebSocket _socket;
    private readonly Task _served;
    private readonly TestDevice _device;
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _unanswered = [];
    private readonly List<(Func<bool> Holds, TaskCompletionSource Held)> _waiting = [];
    private Task _reading = Task.CompletedTask;
    private long _handle;
    private long _seq;
    private bool _isLive;

    private TestClient(WebSocket socket, Task served, TestDevice device)
    {
        _socket = socket;
        _served = served;
        _device = device;
    }

    /// <summary>What it has seen, by seq from 1.</summary>
    public SortedDictionary<long, byte[]> Seen { get; } = [];

    /// <summary>How many of its entries were acknowledged.</summary>
    public int AckedCount { get; private set; }

    /// <summary>Where each was, by counter.</summary>
    public Dictionary<long, long> Acked { get; } = [];

    /// <summary>How often it was told LIVE: once, whatever cores do.</summary>
    public int LiveCount { get; private set; }

    /// <summary>What ended it, if anything did: REFUSED, ENDED or GOAWAY, or what it found wrong.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Connects to a front and asks to join.</summary>
    public static async Task<TestClient> JoinAsync(FrontRole front, TestDevice device)
    {
        var (ours, theirs, cut) = DuplexStream.Pair();
        var served = ServeAsync(front, theirs, cut);
        var socket = WebSocket.CreateFromStream(ours, new WebSocketCreationOptions { IsServer = false });
        var client = new TestClient(socket, served, device);
        await client.SendAsync(new Hello(1, 1, "cluster"));
        client._reading = client.ReadAsync();
        return client;
    }

    /// <summary>Appends entries, without waiting for their answers.</summary>
    public async Task AppendAsync(int count = 1)
    {
        for (var at = 0; at < count; at++)
            await AppendAsync(_device.Next());
    }

    /// <summary>Appends an entry.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> entry)
    {
        Assert.True(EntryHeader.TryRead(entry.Span, out var header, out _));
        lock (_gate)
            _unanswered[header.Counter] = entry;
        await SendAsync(new Append(_handle, entry));
    }

    /// <summary>Waits until it is live.</summary>
    public Task LiveAsync() => UntilAsync(() => _isLive, "live");

    /// <summary>Waits until all of its entries are acknowledged.</summary>
    public Task AnsweredAsync() => UntilAsync(() => _unanswered.Count == 0, "answered");

    /// <summary>Waits until it has seen so many entries.</summary>
    public Task SawAsync(long count) => UntilAsync(() => Seen.Count >= count, $"shown {count} entries");

    /// <summary>Waits until it is told of trouble.</summary>
    public Task TroubledAsync() => UntilAsync(() => Trouble is not null, "troubled", mayBeTroubled: true);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        await _reading;
        await _served;
    }

    private static async Task ServeAsync(FrontRole front, IDuplexPipe pipe, Action cut)
    {
        await front.ServeAsync(pipe, cut, IPAddress.Loopback, Audience);
        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync();
    }

    private async Task UntilAsync(Func<bool> holds, string what, bool mayBeTroubled = false)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!holds() && Trouble is null)
                _waiting.Add((holds, held));
            else
                held.SetResult();
        }

        try
        {
            await held.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            lock (_gate)
            {
                Assert.Fail($"It was not {what}: at seq {_seq}, {Seen.Count} seen, {_unanswered.Count} unanswered "
                    + $"from counter {_unanswered.Keys.Order().FirstOrDefault()}, live {_isLive}.");
            }
        }

        if (!mayBeTroubled)
            Assert.Null(Trouble);
    }

    private async Task SendAsync(ClientFrame frame) => await _socket.SendAsync(
        new MessageWriter().Add(frame).ToArray(), WebSocketMessageType.Binary, endOfMessage: true, default);

    private async Task ReadAsync()
    {
        var buffer = new byte[Protocol.MessageSizeMax];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    length += received.Count;
                }
                while (!received.EndOfMessage);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                var reader = new MessageReader(buffer.AsSpan(0, length).ToArray());
                while (!reader.AtEnd)
                {
                    Assert.True(reader.TryRead(out var bytes));
                    Assert.True(ServerFrame.TryRead(bytes, out var frame, out _));
                    if (frame is Welcome welcome)
                        await SendAsync(_device.Join(welcome.Challenge, Audience));
                    else
                        Take(frame);
                }
            }
        }
        catch (WebSocketException)
        {
        }
        catch (OperationCanceledException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private void Take(ServerFrame frame)
    {
        lock (_gate)
        {
            switch (frame)
            {
                case Joined joined:
                    _handle = joined.Handle;
                    break;
                case Entry entry:
                    See(entry.Seq, entry.Bytes.ToArray());
                    break;
                case Ack ack:
                    for (var at = 0L; at < ack.Count; at++)
                        Acknowledge(ack.FirstCounter + at, ack.FirstSeq + at);
                    break;
                case Live live:
                    LiveCount++;
                    _isLive = true;
                    _seq = Math.Max(_seq, live.Seq);
                    break;
                case Refused or Ended or GoAway:
                    Trouble ??= frame.ToString();
                    break;
                default:
                    break;
            }

            foreach (var one in _waiting.ToArray())
            {
                if (Trouble is null && !one.Holds())
                    continue;
                _waiting.Remove(one);
                one.Held.SetResult();
            }
        }
    }

    private void See(long seq, byte[] entry)
    {
        if (seq <= _seq || (_isLive && seq != _seq + 1))
            Trouble ??= $"ENTRY {seq} came after seq {_seq}";
        if (!Seen.TryAdd(seq, entry))
            Trouble ??= $"seq {seq} came twice";
        _seq = Math.Max(_seq, seq);
    }

    // What was read as ENTRY before is acknowledged behind it; else ACK stands in the place of ENTRY.
    private void Acknowledge(long counter, long seq)
    {
        if (!_unanswered.Remove(counter, out var entry) || !Acked.TryAdd(counter, seq))
        {
            Trouble ??= $"counter {counter} was acknowledged twice, or never sent";
            return;
        }

        AckedCount++;
        if (seq > _seq)
            See(seq, entry.ToArray());
        else if (!Seen.TryGetValue(seq, out var seen) || !entry.Span.SequenceEqual(seen))
            Trouble ??= $"counter {counter} is said to be at seq {seq}, where another was";
    }
}
