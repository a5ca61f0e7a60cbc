using System.Buffers;
using System.Net.WebSockets;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Front;

/// <summary>
/// Moves whole messages over a WebSocket. One task receives, one sends; no buffer is held while idle.
/// </summary>
/// <param name="socket">The socket; disposed of with this.</param>
/// <param name="outbox">What to send.</param>
/// <param name="context">Settings, clock and counters.</param>
internal sealed class MessageTransport(WebSocket socket, Outbox outbox, SessionContext context) : IDisposable
{
    private const int ReceiveBufferSize = 16 * 1024;
    private const int SendBufferSize = 64 * 1024;

    private readonly CancellationTokenSource _aborted = new();
    private long _heardAt = context.Time.GetTimestamp();
    private long _endingAt;
    private Code _endCode;

    /// <summary>How long ago it was told to end; zero if it was not.</summary>
    public TimeSpan EndedFor =>
        Volatile.Read(ref _endingAt) is var at && at != 0 ? context.Time.GetElapsedTime(at) : TimeSpan.Zero;

    /// <summary>Whether nothing was received for a time.</summary>
    public bool IsSilentFor(TimeSpan idle) => context.Time.GetElapsedTime(Volatile.Read(ref _heardAt)) > idle;

    /// <summary>The outbox will be closed, and the socket with it, giving this code.</summary>
    public void Ending(Code code)
    {
        _endCode = code;
        Volatile.Write(ref _endingAt, Math.Max(1, context.Time.GetTimestamp()));
    }

    /// <summary>Cuts the connection, whatever it is doing.</summary>
    public void Abort() => _aborted.Cancel();

    /// <summary>Receives the next message, into memory of its own.</summary>
    /// <returns>The message; null when the connection ended, or when a message was too long (then it holds
    /// nothing).</returns>
    public async ValueTask<ReceivedMessage?> ReceiveAsync()
    {
        try
        {
            // Waits with no buffer: an idle connection must cost little.
            var first = await socket.ReceiveAsync(Memory<byte>.Empty, _aborted.Token);
            if (first.MessageType == WebSocketMessageType.Close)
                return null;
            var pooled = ArrayPool<byte>.Shared.Rent(ReceiveBufferSize);
            try
            {
                return await ReceiveIntoAsync(pooled);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(pooled);
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>
    /// Sends what the outbox holds, gathered into one message each time, until it is closed or the socket fails.
    /// </summary>
    public async Task SendAllAsync()
    {
        try
        {
            while (await outbox.WaitAsync(_aborted.Token))
                await SendQueuedAsync();
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(CloseStatus(), Codes.Of(_endCode).Name, _aborted.Token);
        }
        catch (WebSocketException)
        {
            outbox.Abandon();
        }
        catch (OperationCanceledException)
        {
            outbox.Abandon();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        socket.Dispose();
        _aborted.Dispose();
    }

    private async ValueTask<ReceivedMessage?> ReceiveIntoAsync(byte[] pooled)
    {
        byte[]? gathered = null;
        var length = 0;
        while (true)
        {
            var target = gathered ?? pooled;
            if (length == target.Length)
                gathered = target = Grow(target, length);
            var received = await socket.ReceiveAsync(target.AsMemory(length), _aborted.Token);
            Volatile.Write(ref _heardAt, context.Time.GetTimestamp());
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            if (received.MessageType == WebSocketMessageType.Text)
                return ReceivedMessage.Refused(Code.Malformed, 0);
            length += received.Count;
            if (length > context.Settings.MessageSizeMax)
                return ReceivedMessage.Refused(Code.MessageTooLarge, context.Settings.MessageSizeMax);
            if (!received.EndOfMessage)
                continue;
            context.Metrics.ReceivedBytes.Add(length);
            return new(target.AsSpan(0, length).ToArray(), Code.None, 0);
        }
    }

    private byte[] Grow(byte[] buffer, int length)
    {
        var wider = new byte[Math.Min((long)length * 4, context.Settings.MessageSizeMax + 1L)];
        buffer.AsSpan(0, length).CopyTo(wider);
        return wider;
    }

    private async ValueTask SendQueuedAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SendBufferSize);
        try
        {
            while (outbox.Take(buffer) is { Length: > 0 } message)
            {
                context.Metrics.SentBytes.Add(message.Length);
                await socket.SendAsync(
                    message, WebSocketMessageType.Binary, WebSocketMessageFlags.EndOfMessage, _aborted.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private WebSocketCloseStatus CloseStatus() => _endCode == Code.None
        ? WebSocketCloseStatus.NormalClosure
        : (WebSocketCloseStatus)(Protocol.CloseCodeBase + (int)_endCode);
}

/// <summary>A message, or why it cannot be taken.</summary>
/// <param name="Bytes">The message, which its receiver may keep.</param>
/// <param name="Code">Why the connection must end; <see cref="Code.None"/> for a message.</param>
/// <param name="Detail">The number that the code speaks of.</param>
internal sealed record ReceivedMessage(ReadOnlyMemory<byte> Bytes, Code Code, long Detail)
{
    /// <summary>No message.</summary>
    public static ReceivedMessage Refused(Code code, long detail) => new(default, code, detail);
}
