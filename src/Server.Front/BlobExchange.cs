using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Http;
using Tacit.Wire;
using Tacit.Wire.Blobs;

namespace Tacit.Server.Front;

/// <summary>One request about blobs, as far as its address and its header say what it is.</summary>
internal sealed class BlobExchange
{
    private readonly BlobAuthorization _authorization;
    private readonly IPAddress _address;

    private BlobExchange(
        HttpContext context,
        BlobTraffic traffic,
        IPAddress address,
        ChannelId channel,
        BlobAuthorization authorization)
    {
        Context = context;
        Traffic = traffic;
        Channel = channel;
        _address = address;
        _authorization = authorization;
    }

    /// <summary>The request and its answer.</summary>
    public HttpContext Context { get; }

    /// <summary>What it may take, and whom it asks.</summary>
    public BlobTraffic Traffic { get; }

    /// <summary>The channel.</summary>
    public ChannelId Channel { get; }

    /// <summary>Reads the channel and the proof; false where one of them is not there or is malformed.</summary>
    public static bool TryRead(
        HttpContext context, BlobTraffic traffic, IPAddress address, [NotNullWhen(true)] out BlobExchange? exchange)
    {
        exchange = null;
        const string Prefix = BlobProtocol.Scheme + " ";
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1
            || !ChannelId.TryReadHex(context.Request.RouteValues["channel"] as string, out var channel)
            || header[0] is not { } text
            || !text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || !BlobAuthorization.TryRead(text.AsSpan(Prefix.Length), out var authorization))
        {
            return false;
        }

        exchange = new(context, traffic, address, channel, authorization);
        return true;
    }

    /// <summary>Reads the address of the chunk that the request is about.</summary>
    public bool TryReadAddress(out BlobAddress address) =>
        BlobAddress.TryReadHex(Context.Request.RouteValues["address"] as string, out address);

    /// <summary>Asks whether the request may be served.</summary>
    /// <param name="subject">What it is about, as the client signed it.</param>
    /// <param name="writes">Whether it needs the right to write.</param>
    public async Task<BlobRefusal> AdmitAsync(ReadOnlyMemory<byte> subject, bool writes)
    {
        var admitted = await Traffic.AdmitAsync(
            new(
                0, Channel, _authorization, Context.Request.Host.Value?.ToLowerInvariant() ?? "",
                Context.Request.Method.ToUpperInvariant(), subject, writes),
            _address);
        return new(admitted.Code, admitted.Detail);
    }

    /// <summary>Counts bytes of a chunk that was stored.</summary>
    public void CountReceived(int sizeBytes) => Traffic.Received.Add(sizeBytes);

    /// <summary>Counts bytes of a chunk that is sent.</summary>
    public void CountSent(int sizeBytes) => Traffic.Sent.Add(sizeBytes);
}

/// <summary>Why a request about blobs was not served.</summary>
/// <param name="Code"><see cref="Code.None"/> if it was.</param>
/// <param name="Detail">The number that the code speaks of.</param>
/// <param name="RetryAfter">How long to wait; zero where waiting does not help.</param>
internal readonly record struct BlobRefusal(Code Code, long Detail = 0, TimeSpan RetryAfter = default)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>It was served.</summary>
    public static BlobRefusal None { get; } = new(Code.None);

    /// <summary>Too much is under way.</summary>
    public static BlobRefusal Later { get; } = new(Code.RateLimited, (long)Soon.TotalMilliseconds, Soon);
}
