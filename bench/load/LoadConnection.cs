using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tacit.Bench.Load;

/// <summary>
/// One WebSocket over a bare socket. What comes is handed to the client on the thread of the socket engine, where it
/// was read; there is one such thread (the run script sets it), so clients need no locks. Sending blocks, and is small.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };

    private readonly SocketAsyncEventArgs _receiving = new();
    private readonly LoadClient _client;
    private byte[] _buffer;
    private int _filled;
    private bool _isClosed;

    private LoadConnection(LoadClient client, int port, int bufferSize)
    {
        (_client, Audience) = (client, $"127.0.0.1:{port}");
        _buffer = new byte[bufferSize];
        _receiving.Completed += (_, _) => Received();
    }

    /// <summary>The host and port that it calls.</summary>
    public string Audience { get; }

    /// <summary>Why it ended, while it should not have.</summary>
    public string? Fault { get; private set; }

    /// <summary>Connects, upgrades, and starts to listen.</summary>
    /// <exception cref="IOException">The server refused the upgrade.</exception>
    public static async Task<LoadConnection> OpenAsync(
        int port, string path, string? subprotocol, LoadClient client, int bufferSize = 16 * 1024)
    {
        var connection = new LoadConnection(client, port, bufferSize);
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        var request = $"GET {path} HTTP/1.1\r\nHost: {connection.Audience}\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (subprotocol is null ? "\r\n" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n");
        await connection._socket.SendAsync(Encoding.ASCII.GetBytes(request));
        await connection.ReadUpgradeAsync();
        client.Connection = connection;
        client.Opened();
        connection.Drain();
        connection.Receive();
        return connection;
    }

    /// <summary>Sends a message.</summary>
    public void Send(byte opcode, ReadOnlySpan<byte> payload)
    {
        var length = payload.Length + WebSocketFrame.HeaderLengthMax;
        var frame = length <= 4096 ? stackalloc byte[length] : new byte[length];
        SendRaw(frame[..WebSocketFrame.Write(frame, opcode, payload)]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isClosed = true;
        _socket.Dispose();
    }

    private void SendRaw(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[_socket.Send(bytes)..];
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            End(error.Message);
        }
    }

    private async Task ReadUpgradeAsync()
    {
        while (true)
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
            _filled += count;
            var text = Encoding.ASCII.GetString(_buffer, 0, _filled);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (count == 0 || (end >= 0 && !text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)))
                throw new IOException($"The server refused the upgrade: {text}");
            if (end < 0)
                continue;
            Discard(end + 4);
            return;
        }
    }

    private void Receive()
    {
        while (!_isClosed)
        {
            _receiving.SetBuffer(_buffer, _filled, _buffer.Length - _filled);
            if (_socket.ReceiveAsync(_receiving))
                return;
            if (!Take())
                return;
        }
    }

    private void Received()
    {
        if (Take())
            Receive();
    }

    private bool Take()
    {
        if (_isClosed)
            return false;
        if (_receiving.SocketError != SocketError.Success || _receiving.BytesTransferred == 0)
        {
            End(_receiving.SocketError.ToString());
            return false;
        }

        _filled += _receiving.BytesTransferred;
        Drain();
        return true;
    }

    /// <summary>Hands out every message that is whole.</summary>
    private void Drain()
    {
        var at = 0;
        while (true)
        {
            var length = WebSocketFrame.Read(_buffer.AsSpan(at, _filled - at), out var opcode, out var payload);
            if (length == 0)
                break;
            at += length;
            if (opcode == WebSocketFrame.Ping)
                Send(WebSocketFrame.Pong, payload);
            else if (opcode == WebSocketFrame.Close)
                End($"closed: {Encoding.UTF8.GetString(payload)}");
            else if (opcode != WebSocketFrame.Pong)
                _client.Received(opcode, payload);
        }

        Discard(at);
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    private void Discard(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }

    private void End(string why)
    {
        if (_isClosed)
            return;
        Fault = why;
        _client.Ended(why);
        Dispose();
    }
}
