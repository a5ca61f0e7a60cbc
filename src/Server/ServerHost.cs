using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tacit.Link.Tcp;
using Tacit.Server.Front;
using Tacit.Wire;

namespace Tacit.Server;

/// <summary>The host of a server: its log, its end, and where it listens for what.</summary>
internal static class ServerHost
{
    /// <summary>Makes a host; it does not listen yet.</summary>
    /// <param name="settings">What to be.</param>
    /// <param name="accept">Serves a connection of a node, with what binds it to TLS.</param>
    public static WebApplication Build(ServerSettings settings, Func<ConnectionContext, byte[], Task> accept)
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
        // the handlers of a front do not block. A storage may wait for its disk.
        builder.WebHost.UseSockets(
            sockets => sockets.UnsafePreferInlineScheduling = settings.Has(NodeRole.Front));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentUpgradedConnections = settings.Front.ConnectionCountMax;
            kestrel.Limits.MaxRequestBodySize = 0;
            Listen(kestrel, settings, accept);
        });
        builder.Services.Configure<HostOptions>(
            host => host.ShutdownTimeout = settings.DrainWait + TimeSpan.FromSeconds(5));
        builder.Services.AddRouting();
        builder.Services.AddHostedService<DrainBeforeStop>();
        builder.Services.AddSingleton(new Drain(settings.DrainWait));
        return builder.Build();
    }

    private static void Listen(
        KestrelServerOptions kestrel, ServerSettings settings, Func<ConnectionContext, byte[], Task> accept)
    {
        if (settings.Node is not { } node || node.Self.Id.Role == NodeRole.Front)
        {
            foreach (var endpoint in settings.Listen)
                kestrel.Listen(endpoint, TakeClients);
            if (settings.Listen.Count == 0)
                ListenAt(kestrel, settings.Node!.Self.Address.Host, settings.Node.Self.Address.Port, TakeClients);
            return;
        }

        if (settings.Listen.Count == 0)
            ListenAt(kestrel, node.Self.Address.Host, node.Self.Address.Port, TakeNodes);
        foreach (var endpoint in settings.Listen)
            kestrel.Listen(endpoint, TakeNodes);
        if (node.Self.HttpPort is { } http)
            ListenAt(kestrel, node.Self.Address.Host, http, _ => { });

        static void TakeClients(ListenOptions options)
        {
            options.Protocols = HttpProtocols.Http1;
            options.KeepUpgraded();
        }

        void TakeNodes(ListenOptions options)
        {
            if (node.Security is { } security)
                Secure(options, security);
            options.Run(connection => accept(connection, node.Security?.Binding ?? []));
        }
    }

    private static void Secure(ListenOptions options, LinkSecurity security) =>
        options.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(security.ForListening()),
        });

    // What a name means differs by machine: here it is this machine, whatever the others see.
    private static void ListenAt(KestrelServerOptions kestrel, string host, int port, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(host, out var address))
            kestrel.Listen(address, port, configure);
        else if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            kestrel.ListenLocalhost(port, configure);
        else
            kestrel.ListenAnyIP(port, configure);
    }
}
