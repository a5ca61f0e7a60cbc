using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Tacit.Wire;
using Tacit.Wire.Blobs;
using Tacit.Wire.Roles;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Tacit.Server.Front;

/// <summary>The HTTP side of blobs. Source: docs/protocol/blobs.md §6.4, §6.5.</summary>
public static class BlobEndpoint
{
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(10);
    private const double BodyBytesPerSecondMin = 4096;

    /// <summary>Serves <c>/blobs</c>.</summary>
    public static void MapBlobs(this IEndpointRouteBuilder routes, FrontRole front)
    {
        const string One = "/blobs/{channel}/{address}";
        const string Missing = "/blobs/{channel}/missing";
        routes.MapMethods(One, ["PUT"], context => ServeAsync(context, front, PutAsync));
        routes.MapMethods(One, ["GET", "HEAD"], context => ServeAsync(context, front, GetAsync));
        routes.MapMethods(Missing, ["POST"], context => ServeAsync(context, front, FindMissingAsync));
        routes.MapMethods(One, ["OPTIONS"], context => AllowAsync(context, front));
        routes.MapMethods(Missing, ["OPTIONS"], context => AllowAsync(context, front));
    }

    private static async Task ServeAsync(
        HttpContext context, FrontRole front, Func<BlobExchange, Task<BlobRefusal>> serve)
    {
        // Also for a request that is refused unread: else its body would end the connection, and the client's next
        // request with it.
        LimitBody(context, BlobProtocol.ChunkSizeMax);
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var refusal = BlobRefusal.None;
        if (!TryAllowOrigin(context, front))
            refusal = new(Code.OriginRefused);
        else if (front.Blobs.Begin(address, out var wait) is var code && code != Code.None)
            refusal = new(code, (long)Math.Ceiling(wait.TotalMilliseconds), wait);
        if (refusal.Code != Code.None)
        {
            await AnswerAsync(context, front, refusal);
            return;
        }

        try
        {
            refusal = BlobExchange.TryRead(context, front.Blobs, address, out var exchange)
                ? await serve(exchange)
                : new(Code.Malformed);
        }
        catch (BadHttpRequestException e)
        {
            refusal = OfBody(e);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested
            && e is IOException or OperationCanceledException)
        {
            // The client has gone, and nothing was stored.
            return;
        }
        finally
        {
            front.Blobs.End(address);
        }

        await AnswerAsync(context, front, refusal);
    }

    private static async Task<BlobRefusal> PutAsync(BlobExchange exchange)
    {
        var context = exchange.Context;
        if (!exchange.TryReadAddress(out var address))
            return new(Code.Malformed);
        if (context.Request.ContentLength > BlobProtocol.ChunkSizeMax)
            return new(Code.BlobTooLarge, BlobProtocol.ChunkSizeMax);
        if (await exchange.AdmitAsync(address.ToArray(), writes: true) is { Code: not Code.None } refusal)
            return refusal;

        var taken = context.Request.ContentLength ?? BlobProtocol.ChunkSizeMax;
        if (!exchange.Traffic.TryTake(taken))
            return BlobRefusal.Later;
        try
        {
            var bytes = await ReadBodyAsync(context, BlobProtocol.ChunkSizeMax);
            var stored = await exchange.Traffic.AskAsync(new PutBlob(0, exchange.Channel, address, bytes));
            if (stored.Code != Code.None)
                return new(stored.Code, stored.Detail);
            exchange.CountReceived(bytes.Length);
            context.Response.StatusCode =
                stored.WasThere ? StatusCodes.Status200OK : StatusCodes.Status201Created;
            return BlobRefusal.None;
        }
        finally
        {
            exchange.Traffic.Give(taken);
        }
    }

    private static async Task<BlobRefusal> GetAsync(BlobExchange exchange)
    {
        var context = exchange.Context;
        if (!exchange.TryReadAddress(out var address))
            return new(Code.Malformed);
        if (await exchange.AdmitAsync(address.ToArray(), writes: false) is { Code: not Code.None } refusal)
            return refusal;
        if (!exchange.Traffic.TryTake(BlobProtocol.ChunkSizeMax))
            return BlobRefusal.Later;
        try
        {
            var isHead = HttpMethods.IsHead(context.Request.Method);
            var found = await exchange.Traffic.AskAsync(new GetBlob(0, exchange.Channel, address, isHead));
            if (found.Code != Code.None)
                return new(found.Code, found.Detail);

            // An address never stands for other bytes. Private: who may read is not for a cache in between to judge.
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = found.SizeBytes;
            if (isHead)
                return BlobRefusal.None;
            exchange.CountSent(found.SizeBytes);
            await context.Response.Body.WriteAsync(found.Bytes, context.RequestAborted);
            return BlobRefusal.None;
        }
        finally
        {
            exchange.Traffic.Give(BlobProtocol.ChunkSizeMax);
        }
    }

    private static async Task<BlobRefusal> FindMissingAsync(BlobExchange exchange)
    {
        var context = exchange.Context;
        const int SizeMax = BlobProtocol.MissingCountMax * BlobAddress.Length;
        var body = await ReadBodyAsync(context, SizeMax);
        if (body.Length == 0 || body.Length % BlobAddress.Length != 0)
            return new(Code.Malformed, body.Length);
        if (await exchange.AdmitAsync(body, writes: false) is { Code: not Code.None } refusal)
            return refusal;
        var addresses = new BlobAddress[body.Length / BlobAddress.Length];
        for (var at = 0; at < addresses.Length; at++)
            addresses[at] = BlobAddress.Read(body.AsSpan(at * BlobAddress.Length, BlobAddress.Length));

        var found = await exchange.Traffic.AskAsync(new FindMissingBlobs(0, exchange.Channel, addresses));
        if (found.Code != Code.None)
            return new(found.Code, found.Detail);
        var answer = new byte[found.Missing.Count * BlobAddress.Length];
        for (var at = 0; at < found.Missing.Count; at++)
            found.Missing[at].Write(answer.AsSpan(at * BlobAddress.Length));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        return BlobRefusal.None;
    }

    // Answers a page of another origin that asks whether it may: the origins are those that may connect to /sync.
    private static Task AllowAsync(HttpContext context, FrontRole front)
    {
        if (!TryAllowOrigin(context, front))
            return AnswerAsync(context, front, new(Code.OriginRefused));
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET, HEAD, PUT, POST";
        headers.AccessControlAllowHeaders = "authorization, content-type";
        headers.AccessControlMaxAge = "86400";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static bool TryAllowOrigin(HttpContext context, FrontRole front)
    {
        context.Response.Headers.Vary = "Origin";
        if (!SyncEndpoint.IsOriginAllowed(context, front.Settings))
            return false;
        if (context.Request.Headers.Origin is { Count: > 0 } origin)
            context.Response.Headers.AccessControlAllowOrigin = origin;
        return true;
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context, int sizeMax)
    {
        LimitBody(context, sizeMax);
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, sizeMax));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static void LimitBody(HttpContext context, int sizeMax)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = sizeMax;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(BodyBytesPerSecondMin, BodyGrace);
    }

    private static BlobRefusal OfBody(BadHttpRequestException e) => e.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new(Code.BlobTooLarge, BlobProtocol.ChunkSizeMax),
        StatusCodes.Status408RequestTimeout => new(Code.IdleTimeout),
        _ => new(Code.Malformed),
    };

    private static Task AnswerAsync(HttpContext context, FrontRole front, BlobRefusal refusal)
    {
        front.CountBlobRequest(refusal.Code);
        if (refusal.Code == Code.None || context.Response.HasStarted)
            return Task.CompletedTask;
        context.Response.Headers.CacheControl = "no-store";
        if (refusal.Code is Code.BlobTooLarge or Code.IdleTimeout)
            context.Response.Headers.Connection = "close";
        return SyncEndpoint.RefuseAsync(context, refusal.Code, refusal.RetryAfter, refusal.Detail);
    }
}
