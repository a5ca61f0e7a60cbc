using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tacit.Server.Watch;

namespace Tacit.Server.Admin;

/// <summary>
/// The operator's page at <c>/admin</c>. The page itself is no secret; what it shows is asked for with the token.
/// Without a token there is no page.
/// </summary>
internal static class AdminPages
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>Serves the page, its files and what it shows.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="token">Who may see it; null: nobody, and nothing is there.</param>
    /// <param name="watch">How the nodes are doing.</param>
    public static void MapAdmin(this IEndpointRouteBuilder routes, AdminToken? token, TopologyWatch watch)
    {
        if (token is null)
            return;
        routes.MapGet("/admin", static context => WriteFileAsync(context, "admin.html"));
        foreach (var file in Files())
            routes.MapGet($"/admin/{file}", context => WriteFileAsync(context, file));
        routes.MapGet("/admin/nodes", context => WriteNodesAsync(context, token, watch));
    }

    private static IEnumerable<string> Files() => typeof(AdminPages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("admin/", StringComparison.Ordinal)).Select(name => name["admin/".Length..]);

    private static async Task WriteNodesAsync(HttpContext context, AdminToken token, TopologyWatch watch)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!token.Allows(context.Request.Headers.Authorization))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Results.Problem(
                "the token of --admin-token-file is wanted, as Authorization: Bearer", statusCode: 401,
                title: "admin-token-wrong", type: "urn:tacit:admin-token-wrong").ExecuteAsync(context);
            return;
        }

        var nodes = await watch.LookAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new { nodes }, JsonSerializerOptions.Web, context.RequestAborted);
    }

    private static async Task WriteFileAsync(HttpContext context, string file)
    {
        await using var content = typeof(AdminPages).Assembly.GetManifestResourceStream($"admin/{file}")!;
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        context.Response.ContentType = ContentTypes[Path.GetExtension(file)];
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
