using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Server.Front;

/// <summary>
/// The HTTP side of a connection: what is refused before it begins. Source: docs/protocol/connection.md §4.1.
/// </summary>
public static class SyncEndpoint
{
    /// <summary>Serves <c>/sync</c>.</summary>
    public static void MapSync(this IEndpointRouteBuilder routes, FrontRole front) =>
        routes.Map(Protocol.Path, context => ServeAsync(context, front));

    /// <summary>
    /// Lets connections of a listener that become those of <see cref="MapSync"/> outlive their request. Needed there.
    /// </summary>
    public static void KeepUpgraded(this IConnectionBuilder listener) =>
        listener.Use(static http => connection => UpgradedConnection.RunAsync(connection, http));

    /// <summary>Answers with problem details (RFC 9457).</summary>
    /// <param name="context">The request.</param>
    /// <param name="code">Why.</param>
    /// <param name="retryAfter">How long to wait; zero where waiting does not help.</param>
    /// <param name="detail">The number that the code speaks of; 0 for none.</param>
    public static Task RefuseAsync(HttpContext context, Code code, TimeSpan retryAfter = default, long detail = 0)
    {
        var about = Codes.Of(code);
        if (retryAfter > TimeSpan.Zero)
            context.Response.Headers.RetryAfter = $"{(long)Math.Ceiling(retryAfter.TotalSeconds)}";
        return Results.Problem(
            about.Sentence, statusCode: about.HttpStatus, title: about.Name, type: $"urn:tacit:{about.Name}",
            extensions: detail == 0 ? null : new Dictionary<string, object?> { ["number"] = detail })
            .ExecuteAsync(context);
    }

    private static async Task ServeAsync(HttpContext context, FrontRole front)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var upgraded = context.Features.GetRequiredFeature<UpgradedConnection>();
        var (code, retryAfter) = Judge(context, front, address);
        if (code == Code.None && !front.TryEnter(address))
            (code, retryAfter) = (Code.TooManyConnections, TimeSpan.FromSeconds(10));
        if (code != Code.None)
        {
            front.CountRefused(code);
            await RefuseAsync(context, code, retryAfter);
            return;
        }

        // From here on the connection has its place, and gives it back when it ends.
        var audience = context.Request.Host.Value?.ToLowerInvariant() ?? "";
        try
        {
            await WebSocketUpgrade.AcceptAsync(context, Protocol.Subprotocol);
        }
        catch
        {
            front.Leave(address);
            throw;
        }

        upgraded.GoOn = connection => ServeAsync(connection, front, address, audience);
    }

    private static async Task ServeAsync(
        ConnectionContext connection, FrontRole front, IPAddress address, string audience)
    {
        try
        {
            await front.ServeAsync(connection.Transport, connection.Abort, address, audience);
        }
        finally
        {
            front.Leave(address);
        }
    }

    private static (Code Code, TimeSpan RetryAfter) Judge(HttpContext context, FrontRole front, IPAddress address)
    {
        if (!WebSocketUpgrade.Asks(context, Protocol.Subprotocol))
            return (Code.VersionUnsupported, default);
        if (!IsOriginAllowed(context, front.Settings))
            return (Code.OriginRefused, default);
        var code = front.MayConnect(address, out var retryAfter);
        return (code, retryAfter);
    }

    // The scheme is not compared: behind a proxy that ends TLS, the server does not know it.
    internal static bool IsOriginAllowed(HttpContext context, FrontSettings settings)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return true;
        if (settings.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var parsed)
            && string.Equals(parsed.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
