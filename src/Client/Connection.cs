using System.Net.WebSockets;
using System.Threading.Channels;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Client;

/// <summary>
/// One open WebSocket after its HELLO and WELCOME: whole messages out and in. Source: docs/protocol/connection.md §4.1.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int ReceiveBufferBytes = 64 * 1024;

    private readonly WebSocket _socket;
    private readonly Channel<byte[]> _outgoing =
        System.Threading.Channels.Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private readonly byte[] _buffer = new byte[ReceiveBufferBytes];

    private Connection(WebSocket socket) => _socket = socket;

    /// <summary>What the server said of itself.</summary>
    public Welcome Welcome { get; private set; } = null!;

    /// <summary>Greets the server; the socket becomes the connection's, also on failure.</summary>
    /// <exception cref="TacitException">The server refused, or does not speak the protocol.</exception>
    public static async Task<Connection> GreetAsync(
        WebSocket socket, string agent, CancellationToken cancellationToken)
    {
        var connection = new Connection(socket);
        try
        {
            var hello = new MessageWriter().Add(new Hello(Protocol.Version, Protocol.Version, agent)).ToArray();
            await socket.SendAsync(hello, WebSocketMessageType.Binary, true, cancellationToken).ConfigureAwait(false);
            var message = await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            connection.Welcome = First(message) switch
            {
                Welcome welcome => welcome,
                GoAway away => throw new TacitException(away.Code, away.RetryAfterMs, away.Sentence),
                _ => throw new TacitException(Code.OutOfOrder),
            };
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends a message after those before it. Never waits: what may be outstanding is bounded by the window.
    /// </summary>
    public void Send(byte[] message) => _outgoing.Writer.TryWrite(message);

    /// <summary>
    /// Sends and receives until the connection ends. Each message is handled before the next is received, so a client
    /// that is behind reads more slowly.
    /// </summary>
    public async Task RunAsync(Func<byte[], Task> handle, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAllAsync(ended.Token);
        try
        {
            while (await ReceiveAsync(ended.Token).ConfigureAwait(false) is { } message)
                await handle(message).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            _outgoing.Writer.TryComplete();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Cuts the connection: <see cref="RunAsync"/> ends.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>Ends the connection politely, as far as the other side takes part.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (_socket.State == WebSocketState.Open)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static ServerFrame? First(byte[]? message)
    {
        var reader = new MessageReader(message ?? []);
        return message is not null && reader.TryRead(out var bytes) && ServerFrame.TryRead(bytes, out var frame, out _)
            ? frame
            : null;
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var whole = new WireWriter();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.MessageType != WebSocketMessageType.Binary)
                throw new TacitException(Code.Malformed);
            if (whole.Length + part.Count > Protocol.MessageSizeMax)
                throw new TacitException(Code.MessageTooLarge, Protocol.MessageSizeMax);
            whole.Bytes(_buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return whole.ToArray();
        }
    }
}
