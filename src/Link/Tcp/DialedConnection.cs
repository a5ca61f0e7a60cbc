using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Tacit.Link.Tcp;

/// <summary>A connection that this node has opened, before either side said anything.</summary>
/// <param name="wire">Its two directions.</param>
/// <param name="owned">What to close it by.</param>
internal sealed class DialedConnection(LinkWire wire, IAsyncDisposable owned) : IAsyncDisposable
{
    /// <summary>Its two directions.</summary>
    public LinkWire Wire => wire;

    /// <summary>Opens one over TCP, with TLS inside it if there is security.</summary>
    public static async Task<DialedConnection> OpenAsync(
        DnsEndPoint address, LinkSecurity? security, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(address, cancellationToken);
        try
        {
            if (security is null)
                return new(new(connection, []), connection);
            var secured = new SslStream(connection, leaveInnerStreamOpen: false);
            await secured.AuthenticateAsClientAsync(security.ForDialing(address.Host), cancellationToken);
            return new(new(secured, LinkSecurity.BindingOf(secured.RemoteCertificate!)), connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => owned.DisposeAsync();

    [SuppressMessage("Reliability", "CA2000", Justification = "The stream owns the socket.")]
    private static async Task<NetworkStream> ConnectAsync(DnsEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
