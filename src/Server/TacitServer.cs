using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tacit.Crypto;
using Tacit.Link;
using Tacit.Log;
using Tacit.Log.Files;
using Tacit.Log.Sqlite;
using Tacit.Server.Core;
using Tacit.Server.Front;
using Tacit.Server.Metrics;
using Tacit.Server.Storage;
using Tacit.Wire;

namespace Tacit.Server;

/// <summary>
/// A server in one process: a front, a core and a storage over an embedded store, joined by in-process links. This
/// file is
/// the plan of it; the parts know nothing of each other.
/// </summary>
public sealed class TacitServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SqliteLog _log;
    private readonly FileBlobStore _blobs;
    private readonly StorageRole _storage;
    private readonly CoreRole _core;
    private readonly FrontRole _front;
    private readonly Meter _meter;
    private readonly MetricsPage _metrics;

    private TacitServer(ServerSettings settings, TimeProvider time, SqliteLog log, FileBlobStore blobs)
    {
        _log = log;
        _blobs = blobs;
        _meter = new Meter("Tacit.Server");
        _app = BuildHost(settings);
        var logger = _app.Logger;
        var surroundings = Surroundings.OfProcess(time);

        _storage = new StorageRole(
            log, blobs, settings.Log, time, _meter, logger, broken: () => _app.Lifetime.StopApplication());
        _core = new CoreRole(
            new CoreSettings { LaneCount = Environment.ProcessorCount }, surroundings, _meter, logger);
        _front = new FrontRole(settings.Front, surroundings, _meter, logger);
        InProcessLink.Connect(_core, NodeId.Core, _storage, NodeId.Storage);
        InProcessLink.Connect(_front, NodeId.Front, _core, NodeId.Core);

        ProcessMetrics.Register(_meter, settings.Version, settings.DataFolder);
        _metrics = new MetricsPage(_meter, NodeLabels.All, new StoreMetrics(_meter, _storage).MeasureAsync);
        MapRoutes(settings);
        _storage.Start();
    }

    /// <summary>Where in a data folder the store is.</summary>
    public static string StorePath(string dataFolder) => Path.Combine(dataFolder, "tacit.db");

    /// <summary>Where in a data folder the sealed chunks of blobs are.</summary>
    public static string BlobsPath(string dataFolder) => Path.Combine(dataFolder, "blobs");

    /// <summary>The addresses it listens on, such as <c>http://127.0.0.1:8080</c>.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>Opens the store and starts to listen.</summary>
    /// <param name="settings">What to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="LogOpenException">The store cannot be opened; it was not touched.</exception>
    /// <exception cref="IOException">An address is taken or not this machine's.</exception>
    public static async Task<TacitServer> StartAsync(
        ServerSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.DataFolder);
        var log = await SqliteLog.OpenAsync(
            StorePath(settings.DataFolder), settings.Log, time, EntryIdOf, cancellationToken);
        FileBlobStore blobs;
        try
        {
            blobs = await FileBlobStore.OpenAsync(
                BlobsPath(settings.DataFolder), BlobAddressOf, cancellationToken);
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }

        var server = new TacitServer(settings, time, log, blobs);
        try
        {
            await server._app.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>
    /// Completes when the server was told to end (SIGTERM, SIGINT) and did: connections sent away, everything accepted
    /// answered.
    /// </summary>
    /// <exception cref="InvalidOperationException">An invariant was broken, and the server ended itself.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var ended = _app.WaitForShutdownAsync(cancellationToken);
        if (await Task.WhenAny(ended, _core.Failure) == _core.Failure)
        {
            _app.Lifetime.StopApplication();
            await _core.Failure;
        }

        await ended;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _front.DisposeAsync();
        await _core.DisposeAsync();
        await _storage.DisposeAsync();
        await _blobs.DisposeAsync();
        await _log.DisposeAsync();
        _metrics.Dispose();
        _meter.Dispose();
    }

    private static EntryId EntryIdOf(ReadOnlySpan<byte> entry)
    {
        Span<byte> hash = stackalloc byte[EntryId.Length];
        Blake2b.Hash(entry, hash);
        return EntryId.Read(hash);
    }

    private static BlobAddress BlobAddressOf(ReadOnlySpan<byte> chunk)
    {
        Span<byte> hash = stackalloc byte[BlobAddress.Length];
        Blake2b.Hash(chunk, hash);
        return BlobAddress.Read(hash);
    }

    private static WebApplication BuildHost(ServerSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // What a client sends is handled on the thread that received it, and sending begins on the thread that sends:
        // the handlers here do not block.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentUpgradedConnections = settings.Front.ConnectionCountMax;
            kestrel.Limits.MaxRequestBodySize = 0;
            foreach (var endpoint in settings.Listen)
                kestrel.Listen(endpoint);
        });
        builder.Services.Configure<HostOptions>(
            host => host.ShutdownTimeout = settings.DrainWait + TimeSpan.FromSeconds(5));
        builder.Services.AddRouting();
        builder.Services.AddHostedService<DrainBeforeStop>();
        builder.Services.AddSingleton(new Drain(settings.DrainWait));
        return builder.Build();
    }

    private void MapRoutes(ServerSettings settings)
    {
        if (settings.TrustedProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
            forwarded.KnownProxies.Clear();
            foreach (var proxy in settings.TrustedProxies)
                forwarded.KnownProxies.Add(proxy);
            _app.UseForwardedHeaders(forwarded);
        }

        _app.Services.GetRequiredService<Drain>().Begin = _front.DrainAsync;
        _app.MapSync(_front);
        _app.MapBlobs(_front);
        _app.MapGet("/healthz", () => Results.Text("ok\n"));
        _app.MapGet("/readyz", AnswerReadyAsync);
        _app.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = MetricsPage.ContentType;
            var page = await _metrics.WriteAsync(context.RequestAborted);
            await context.Response.WriteAsync(page, context.RequestAborted);
        });
        _app.MapWebApp(settings.WebFolder);
    }

    private async Task AnswerReadyAsync(HttpContext context)
    {
        if (_front.IsDraining)
            await SyncEndpoint.RefuseAsync(context, Code.Draining);
        else if (!await _storage.IsReadyAsync(context.RequestAborted))
            await SyncEndpoint.RefuseAsync(context, Code.StoreUnavailable);
        else
            await context.Response.WriteAsync("ready\n", context.RequestAborted);
    }
}
