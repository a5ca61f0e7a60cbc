using System.Net.WebSockets;
using Tacit.Capability;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Scenario;

/// <summary>Speaks the protocol by hand, rightly or wrongly, so that a test decides every byte.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Queue<ServerFrame> _received = new();
    private readonly byte[] _buffer = new byte[Protocol.MessageSizeMax];
    private long _lastRequest;

    private RawConnection(ClientWebSocket socket, string audience)
    {
        Socket = socket;
        Audience = audience;
    }

    /// <summary>The socket.</summary>
    public ClientWebSocket Socket { get; }

    /// <summary>What proofs sign.</summary>
    public byte[] Challenge { get; private set; } = new byte[Protocol.ChallengeLength];

    /// <summary>The host that was called.</summary>
    public string Audience { get; }

    /// <summary>Connects, and says HELLO unless told not to.</summary>
    public static async Task<RawConnection> OpenAsync(ServerProcess server, bool hello = true)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Protocol.Subprotocol);
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var patience = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}{Protocol.Path}"), patience.Token);
        var connection = new RawConnection(socket, $"127.0.0.1:{server.Port}");
        if (hello)
        {
            await connection.SendAsync(new Hello(1, 1, "scenario"));
            var welcome = await connection.ReceiveAsync<Welcome>();
            connection.Challenge = welcome.Challenge.ToArray();
        }

        return connection;
    }

    /// <summary>A number for a request.</summary>
    public long NextRequest() => ++_lastRequest;

    /// <summary>Sends frames as one message.</summary>
    public Task SendAsync(params ClientFrame[] frames)
    {
        var writer = new MessageWriter();
        foreach (var frame in frames)
            writer.Add(frame);
        return SendBytesAsync(writer.ToArray());
    }

    /// <summary>Sends a message of any bytes.</summary>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> message)
    {
        using var patience = new CancellationTokenSource(Patience);
        await Socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, patience.Token);
    }

    /// <summary>Sends a message of any bytes, if the connection still takes it.</summary>
    public async Task TrySendBytesAsync(ReadOnlyMemory<byte> message)
    {
        try
        {
            await SendBytesAsync(message);
        }
        catch (WebSocketException)
        {
        }
    }

    /// <summary>The next frame of a kind, be it a refusal; those before it are dropped.</summary>
    public async Task<TFrame> ReceiveEvenAsync<TFrame>()
        where TFrame : ServerFrame
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame is TFrame wanted)
                return wanted;
            if (frame is null)
                throw new InvalidOperationException($"The connection ended before {typeof(TFrame).Name} came.");
        }
    }

    /// <summary>The next frame; null when the server has closed the connection or it was cut.</summary>
    public async Task<ServerFrame?> ReceiveAsync()
    {
        while (_received.Count == 0)
        {
            if (await ReceiveMessageAsync() is not { } message)
                return null;
            var reader = new MessageReader(message);
            while (!reader.AtEnd)
            {
                Assert.True(reader.TryRead(out var bytes), "The server sent a message that is not made of frames.");
                Assert.True(ServerFrame.TryRead(bytes, out var frame, out var at), $"A frame is bad at {at}.");
                _received.Enqueue(frame);
            }
        }

        return _received.Dequeue();
    }

    /// <summary>The next frame of a kind; those before it are dropped.</summary>
    public async Task<TFrame> ReceiveAsync<TFrame>()
        where TFrame : ServerFrame
    {
        while (true)
        {
            switch (await ReceiveAsync())
            {
                case TFrame wanted:
                    return wanted;
                case null:
                    throw new InvalidOperationException($"The connection ended before {typeof(TFrame).Name} came.");
                case var other when other is GoAway or Refused or Ended:
                    throw new InvalidOperationException($"{other} came before {typeof(TFrame).Name}.");
            }
        }
    }

    /// <summary>Joins as a device and waits until it is live.</summary>
    /// <returns>JOINED, and every entry before LIVE.</returns>
    public async Task<(Joined Joined, List<Entry> Entries)> JoinAsync(TestDevice device, long after = 0)
    {
        await SendAsync(device.Join(this, after));
        return await WaitUntilLiveAsync();
    }

    /// <summary>Joins with the read key and waits until it is live.</summary>
    public async Task<(Joined Joined, List<Entry> Entries)> JoinAsync(
        TestChannel channel, long after = 0, Incarnation incarnation = default)
    {
        await SendAsync(ReaderJoin(channel, after, incarnation));
        return await WaitUntilLiveAsync();
    }

    /// <summary>A JOIN by the read key.</summary>
    public Join ReaderJoin(TestChannel channel, long after = 0, Incarnation incarnation = default)
    {
        using var key = KeyTree.Signer(channel.Read);
        return new()
        {
            Request = NextRequest(),
            Channel = channel.Id,
            By = ProofBy.ReadKey,
            Signature = JoinProof.Sign(key, Challenge, Audience, channel.Id, ProofBy.ReadKey),
            After = after,
            Incarnation = incarnation,
        };
    }

    /// <summary>Answers the server's close.</summary>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Socket.Abort();
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(Joined Joined, List<Entry> Entries)> WaitUntilLiveAsync()
    {
        var joined = await ReceiveAsync<Joined>();
        var entries = new List<Entry>();
        while (true)
        {
            switch (await ReceiveAsync())
            {
                case Entry entry:
                    entries.Add(entry with { Bytes = entry.Bytes.ToArray() });
                    break;
                case Live:
                    return (joined, entries);
                case var other:
                    throw new InvalidOperationException($"{other} came while the channel was read.");
            }
        }
    }

    private async Task<byte[]?> ReceiveMessageAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var length = 0;
        try
        {
            while (true)
            {
                var received = await Socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    return null;
                length += received.Count;
                if (received.EndOfMessage)
                    return _buffer.AsSpan(0, length).ToArray();
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}
