using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Tacit.Link.Tcp;
using Tacit.Wire;

namespace Tacit.Link.Tests;

/// <summary>A node with real sockets: it may listen, and call others.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly WebApplication? _app;
    private readonly NodeLinks _links;

    private TestNode(WebApplication? app, NodeLinks links, TestRole role, Lines log)
    {
        _app = app;
        _links = links;
        Role = role;
        Log = log;
    }

    /// <summary>The secret of the tests' cluster.</summary>
    public static byte[] Secret { get; } = "a secret of sixteen bytes or more"u8.ToArray();

    /// <summary>What receives.</summary>
    public TestRole Role { get; }

    /// <summary>What the node logged.</summary>
    public Lines Log { get; }

    /// <summary>The links.</summary>
    public NodeLinks Links => _links;

    /// <summary>Where it listens.</summary>
    public DnsEndPoint Address => new("127.0.0.1", new Uri(_app!.Urls.First()).Port);

    /// <summary>Quick to notice, and quick to try again.</summary>
    public static LinkSettings Settings { get; } = new()
    {
        Heartbeat = TimeSpan.FromMilliseconds(100),
        RetryMax = TimeSpan.FromMilliseconds(200),
        RefusedMax = TimeSpan.FromMilliseconds(300),
    };

    /// <summary>Makes a node that only calls.</summary>
    public static TestNode Caller(LinkIdentity identity, LinkSettings? settings = null, LinkSecurity? security = null)
    {
        var (role, log) = (new TestRole(), new Lines());
        return new(null, Make(identity, settings, security, role, log), role, log);
    }

    /// <summary>Makes a node that listens.</summary>
    public static async Task<TestNode> ListenAsync(
        LinkIdentity identity, LinkSettings? settings = null, LinkSecurity? security = null, int port = 0)
    {
        var (role, log) = (new TestRole(), new Lines());
        var links = Make(identity, settings, security, role, log);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, options =>
        {
            if (security is not null)
            {
                options.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(security.ForListening()),
                });
            }

            options.Run(connection => links.AcceptAsync(connection, security?.Binding ?? []));
        }));
        var app = builder.Build();
        await app.StartAsync();
        return new(app, links, role, log);
    }

    /// <summary>An identity in the tests' cluster.</summary>
    public static LinkIdentity Identity(NodeId id, ulong instance = 1) => new(id, instance, Secret);

    /// <summary>Goes through the handshake with a storage as its core.</summary>
    public static async Task<LinkRefusal> GreetAsync(LinkWire wire)
    {
        using var random = RandomNumberGenerator.Create();
        return await Handshake.DialAsync(wire, Identity(NodeId.Core), NodeId.Storage, random, CancellationToken.None);
    }

    /// <summary>Opens a plain connection to the node, as anybody can.</summary>
    public async Task<LinkWire> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address);
        return new(new NetworkStream(socket, ownsSocket: true), []);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _links.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
        Log.Dispose();
    }

    private static NodeLinks Make(
        LinkIdentity identity, LinkSettings? settings, LinkSecurity? security, TestRole role, Lines log) => new(
        identity, settings ?? Settings, security, role, Surroundings.OfProcess(TimeProvider.System), log);
}
