using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Tacit.Client.Tests;

/// <summary>Connects over the network, and cuts what it connected.</summary>
internal sealed class Lines
{
    private readonly ConcurrentQueue<WebSocket> _open = new();
    private volatile bool _isDown;

    /// <summary>How often it connected.</summary>
    public int Connected { get; private set; }

    /// <summary>Whether the network is down.</summary>
    public bool IsDown
    {
        get => _isDown;
        set
        {
            _isDown = value;
            if (value)
                Cut();
        }
    }

    public async Task<WebSocket> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        if (IsDown)
            throw new WebSocketException("The network is down.");
        var socket = await Dialer.ConnectAsync(address, cancellationToken);
        _open.Enqueue(socket);
        Connected++;
        return socket;
    }

    public void Cut()
    {
        while (_open.TryDequeue(out var socket))
            socket.Abort();
    }
}
