using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Client;

/// <summary>Opens WebSockets over the network.</summary>
internal static class Dialer
{
    /// <summary>Connects.</summary>
    /// <exception cref="TacitException">The server refused before the upgrade; the detail is how long to wait, in
    /// ms.</exception>
    /// <exception cref="WebSocketException">It cannot be reached.</exception>
    internal static async Task<WebSocket> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol(Protocol.Subprotocol);
            socket.Options.CollectHttpResponseDetails = true;
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (WebSocketException cause) when (Refusal(socket.HttpStatusCode) is { } code)
        {
            var wait = RetryAfterMs(socket);
            socket.Dispose();
            throw new TacitException(code, wait, Codes.Of(code).Sentence, cause);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The problem details cannot be read through ClientWebSocket; the statuses before the upgrade tell codes apart.
    private static Code? Refusal(HttpStatusCode status) => (int)status switch
    {
        403 => Code.OriginRefused,
        426 => Code.VersionUnsupported,
        429 => Code.AddressBlocked,
        503 => Code.TooManyConnections,
        _ => null,
    };

    private static long RetryAfterMs(ClientWebSocket socket) =>
        socket.HttpResponseHeaders?.TryGetValue("Retry-After", out var values) == true
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Min(seconds, 3600) * 1000
            : 0;
}
