using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Tacit.Server;

/// <summary>
/// Serves the built web app. It is one page; what it shows is chosen by the fragment of the address, which never
/// comes here.
/// </summary>
internal static class WebApp
{
    private const string NoncePlace = "__CSP_NONCE__";
    private const string ServiceWorker = "/service-worker.js";

    private const string NotBuilt =
        "Tacit runs, but its web app is not built. Start it with ./run from a checkout, or give --web a folder.\n";

    /// <summary>Serves the app, or a sentence that says how to get one.</summary>
    /// <param name="app">Where.</param>
    /// <param name="folder">The built app; null for none.</param>
    public static void MapWebApp(this WebApplication app, string? folder)
    {
        app.Use(static async (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            await next();
        });

        var page = folder is null ? null : Path.Combine(folder, "index.html");
        if (page is null || !File.Exists(page))
        {
            app.MapGet("/", () => Results.Text(NotBuilt));
            return;
        }

        var html = File.ReadAllText(page);
        app.MapGet("/", context => WritePageAsync(context, html));
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder!)),

            OnPrepareResponse = static file => PrepareFile(file.Context),
        });
    }

    private static void PrepareFile(HttpContext context)
    {
        var (path, headers) = (context.Request.Path, context.Response.Headers);

        // Names under assets/ hold a hash of the content; all else may change under its name.
        headers.CacheControl = path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";

        // A worker lives by the policy of its own file: this one fetches the app's files, and nothing else.
        if (path == ServiceWorker) headers.ContentSecurityPolicy = "default-src 'none'; connect-src 'self'";
    }

    private static Task WritePageAsync(HttpContext context, string html)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
            + $"style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
            + "media-src 'self' blob:; font-src 'self'; connect-src 'self' ws: wss:; worker-src 'self'; "
            + "manifest-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            html.Replace(NoncePlace, nonce, StringComparison.Ordinal), context.RequestAborted);
    }
}
