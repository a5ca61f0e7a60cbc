using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tacit.Link;
using Tacit.Link.Tcp;
using Tacit.Log;
using Tacit.Server.Admin;
using Tacit.Server.Cluster;
using Tacit.Server.Core;
using Tacit.Server.Front;
using Tacit.Server.Metrics;
using Tacit.Server.Storage;
using Tacit.Server.Watch;
using Tacit.Wire;

namespace Tacit.Server;

/// <summary>
/// A server process: a front, a core and a storage over an embedded store, joined by in-process links; or one of them,
/// joined to the other nodes of a cluster by links over TCP. This file is the plan of it; the parts know nothing of
/// each other.
/// </summary>
public sealed class TacitServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerStore? _store;
    private readonly StorageRole? _storage;
    private readonly CoreRole? _core;
    private readonly FrontRole? _front;
    private readonly NodeLinks? _links;
    private readonly FiguresDesk? _figures;
    private readonly Meter _meter;
    private readonly StoreMetrics? _stored;
    private readonly MetricsPage _metrics;
    private readonly TopologyWatch _watch;

    private TacitServer(ServerSettings settings, TimeProvider time, ServerStore? store)
    {
        _store = store;
        _meter = new Meter(MeterName);
        _app = ServerHost.Build(settings, AcceptAsync);
        var logger = _app.Logger;
        var surroundings = Surroundings.OfProcess(time);

        if (store is not null)
        {
            _storage = new StorageRole(
                store.Log, store.Blobs, settings.Log, time, _meter, logger, () => _app.Lifetime.StopApplication());
        }

        if (settings.Has(NodeRole.Core))
            _core = new CoreRole(settings.Core, surroundings, _meter, logger);
        if (settings.Has(NodeRole.Front))
            _front = new FrontRole(settings.Front, surroundings, _meter, logger);

        if (settings.Node is { } node)
        {
            var role = _front ?? (IRole?)_core ?? _storage!;
            _figures = new FiguresDesk(role, node.Self.Id, stop => _metrics!.WriteAsync(stop));
            _links = new NodeLinks(
                node.MakeIdentity(), node.Topology.Link, node.Security, _figures, surroundings, logger);
            LinkMetrics.Register(_meter, _links, node);
        }
        else
        {
            InProcessLink.Connect(_core!, NodeId.Core, _storage!, NodeId.Storage);
            InProcessLink.Connect(_front!, NodeId.Front, _core!, NodeId.Core);
        }

        ProcessMetrics.Register(_meter, settings.Version, store is null ? null : settings.DataFolder);
        _stored = _storage is null ? null : new StoreMetrics(_meter, _storage);
        _metrics = new MetricsPage(_meter, settings.Labels, MeasureAsync);
        _watch = new TopologyWatch(stop => ReadPagesAsync(settings.Node?.Topology, stop), time);
        MapRoutes(settings);
        _storage?.Start();
    }

    /// <summary>The meter that everything counts with.</summary>
    public static string MeterName => "Tacit.Server";

    /// <summary>Where in a data folder the store is.</summary>
    public static string StorePath(string dataFolder) => ServerStore.LogPath(dataFolder);

    /// <summary>Where in a data folder the sealed chunks of blobs are.</summary>
    public static string BlobsPath(string dataFolder) => ServerStore.BlobsPath(dataFolder);

    /// <summary>The addresses it listens on for clients, such as <c>http://127.0.0.1:8080</c>.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>Opens the store, starts to listen, and calls the nodes that it needs.</summary>
    /// <param name="settings">What to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="LogOpenException">The store cannot be opened; it was not touched.</exception>
    /// <exception cref="IOException">An address is taken or not this machine's.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The server owns the store.")]
    public static async Task<TacitServer> StartAsync(
        ServerSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = settings.Has(NodeRole.Storage)
            ? await OpenStoreAsync(settings, time, cancellationToken)
            : null;
        var server = new TacitServer(settings, time, store);
        try
        {
            await server._app.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        if (settings.Node is { } node)
        {
            foreach (var peer in node.Topology.CalledBy(node.Self.Id.Role))
                server._links!.Dial(peer.Id, peer.Address);
        }

        return server;
    }

    /// <summary>Tells the server to end, as SIGTERM does.</summary>
    public void Stop() => _app.Lifetime.StopApplication();

    /// <summary>
    /// Completes when the server was told to end (SIGTERM, SIGINT) and did: connections sent away, everything accepted
    /// answered.
    /// </summary>
    /// <exception cref="InvalidOperationException">An invariant was broken, and the server ended itself.</exception>
    /// <exception cref="NodeRefusedException">The cluster does not take this node.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var ended = _app.WaitForShutdownAsync(cancellationToken);
        var failed = _core?.Failure ?? Task.Delay(Timeout.Infinite, CancellationToken.None);
        var refused = _links?.Refused ?? new TaskCompletionSource<string>().Task;
        var first = await Task.WhenAny(ended, failed, refused);
        if (first != ended)
        {
            _app.Lifetime.StopApplication();
            await ended;
        }

        if (first == failed)
            await failed;
        if (first == refused)
            throw new NodeRefusedException(await refused);
    }

    /// <summary>Brings the figures of the store up to date, for whoever listens to the meter.</summary>
    public Task MeasureAsync(CancellationToken cancellationToken) =>
        _stored?.MeasureAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_links is not null)
            await _links.DisposeAsync();
        if (_front is not null)
            await _front.DisposeAsync();
        if (_core is not null)
            await _core.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        _watch.Dispose();
        _metrics.Dispose();
        _meter.Dispose();
    }

    // The host is built before the links, and starts to listen after them.
    private Task AcceptAsync(ConnectionContext connection, byte[] binding) => _links!.AcceptAsync(connection, binding);

    // In the order of the topology; a node that cannot be reached has no page.
    private async Task<IReadOnlyList<NodePage>> ReadPagesAsync(Topology? topology, CancellationToken cancellationToken)
    {
        if (topology is null)
            return [new(NodeLabels.All.Node, await _metrics.WriteAsync(cancellationToken))];
        var pages = await _figures!.ReadAllAsync(cancellationToken);
        return [.. topology.Nodes.Select(node => new NodePage($"{node.Id}", pages.GetValueOrDefault(node.Id)))];
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

        _app.Services.GetRequiredService<Drain>().Begin = DrainAsync;
        _app.MapGet("/healthz", () => Results.Text("ok\n"));
        _app.MapGet("/readyz", new Readiness(_front, _core, _storage).AnswerAsync);
        _app.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = MetricsPage.ContentType;
            var page = await _metrics.WriteAsync(context.RequestAborted);
            await context.Response.WriteAsync(page, context.RequestAborted);
        });
        if (_front is null)
            return;
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        _app.MapSync(_front);
        _app.MapBlobs(_front);
        _app.MapAdmin(settings.AdminToken, _watch);
        _app.MapWebApp(settings.WebFolder);
    }

    private async Task DrainAsync(CancellationToken giveUp)
    {
        if (_front is not null)
            await _front.DrainAsync(giveUp);
        if (_links is null)
            return;
        if (_core is not null)
            await _core.DrainAsync(giveUp);
        await _links.CloseAsync();
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller owns the store.")]
    private static Task<ServerStore> OpenStoreAsync(
        ServerSettings settings, TimeProvider time, CancellationToken cancellationToken) =>
        settings.Node?.Topology.Postgres is { } postgres
            ? ServerStore.OpenPostgresAsync(postgres, settings.Log, time, cancellationToken)
            : ServerStore.OpenAsync(settings.DataFolder, settings.Log, time, cancellationToken);
}
