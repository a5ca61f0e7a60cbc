using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tacit.Server.Front;

/// <summary>Turns an HTTP/1.1 request into a WebSocket. Source: RFC 6455 §4.2.</summary>
internal static class WebSocketUpgrade
{
    private const string Version = "13";
    private const int KeyLength = 16;

    /// <summary>Whether a request asks for a WebSocket, with a subprotocol among those it offers.</summary>
    public static bool Asks(HttpContext context, string subprotocol)
    {
        var headers = context.Request.Headers;
        return HttpMethods.IsGet(context.Request.Method)
            && Lists(headers.Connection.ToString(), "Upgrade")
            && Lists(headers.Upgrade.ToString(), "websocket")
            && headers.SecWebSocketVersion == Version
            && IsKey(headers.SecWebSocketKey.ToString())
            && headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(subprotocol)
            && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true };
    }

    /// <summary>Answers such a request. When it has ended, the connection under it is a WebSocket.</summary>
    public static async Task AcceptAsync(HttpContext context, string subprotocol)
    {
        var headers = context.Response.Headers;
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        headers.SecWebSocketProtocol = subprotocol;
        await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    private static bool Lists(string header, string token) =>
        header.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase);

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyLength];
        return Convert.TryFromBase64String(key, bytes, out var length) && length == KeyLength;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 names SHA-1; nothing is protected by it.")]
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
