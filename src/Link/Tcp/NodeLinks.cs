using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Tacit.Wire;

namespace Tacit.Link.Tcp;

/// <summary>All links of a node: those that it accepts and those that it dials, at most one for each peer.</summary>
public sealed partial class NodeLinks : IAsyncDisposable
{
    private readonly LinkIdentity _identity;
    private readonly LinkSettings _settings;
    private readonly IRole _role;
    private readonly IRole _operators;
    private readonly TimeProvider _time;
    private readonly RandomNumberGenerator _random;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<NodeId, TcpLink> _links = new();
    private readonly Dialing _dialing;
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Makes them; none stands yet.</summary>
    /// <param name="identity">Who the node is.</param>
    /// <param name="settings">How links behave.</param>
    /// <param name="security">TLS; null for none.</param>
    /// <param name="role">Who receives.</param>
    /// <param name="surroundings">The clock, randomness and threads.</param>
    /// <param name="logger">Told of what comes and goes, and of what is refused.</param>
    public NodeLinks(
        LinkIdentity identity,
        LinkSettings settings,
        LinkSecurity? security,
        IRole role,
        Surroundings surroundings,
        ILogger logger)
        : this(
            identity, settings, (address, cancellationToken) => DialedConnection.OpenAsync(
                address, security, cancellationToken),
            role, surroundings, logger)
    {
    }

    /// <summary>Makes them over another network than TCP.</summary>
    internal NodeLinks(
        LinkIdentity identity,
        LinkSettings settings,
        Func<DnsEndPoint, CancellationToken, Task<DialedConnection>> connect,
        IRole role,
        Surroundings surroundings,
        ILogger logger)
    {
        _identity = identity;
        _settings = settings;
        _role = role;
        _operators = new OperatorDesk(this, role);
        _time = surroundings.Time;
        _random = surroundings.Random;
        _logger = logger;
        _dialing = new Dialing(identity, settings, connect, surroundings, logger, RunAsync);
    }

    /// <summary>
    /// Ends with a sentence when this node itself is wrong: all that it called refused it, for a while, and it never
    /// had a link.
    /// </summary>
    public Task<string> Refused => _dialing.Refused;

    /// <summary>The peers whose links stand.</summary>
    public IReadOnlyList<NodeId> Peers =>
        [.. _links.Values.Where(link => link.IsOpen).Select(link => link.Peer).Order()];

    /// <summary>How many bytes wait to be sent to a peer; 0 where no link stands.</summary>
    public long QueuedBytes(NodeId peer) => _links.TryGetValue(peer, out var link) ? link.QueuedBytes : 0;

    /// <summary>Keeps a link to a peer: connects now, and again whenever it broke.</summary>
    /// <param name="peer">Whom.</param>
    /// <param name="address">Where.</param>
    public void Dial(NodeId peer, DnsEndPoint address) => _dialing.Begin(peer, address);

    /// <summary>Serves a connection that was accepted, until it ends.</summary>
    /// <param name="connection">The connection; with TLS, what is inside it.</param>
    /// <param name="binding">With TLS the hash of this node's certificate; else empty.</param>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a stranger sends, it is logged and refused.")]
    public async Task AcceptAsync(ConnectionContext connection, byte[] binding)
    {
        var wire = new LinkWire(connection.Transport, binding);
        try
        {
            using var late = new CancellationTokenSource(_settings.ConnectWait, _time);
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(
                _ended.Token, connection.ConnectionClosed, late.Token);
            var caller = await Handshake.AcceptAsync(wire, _identity, MayDial, _random, giveUp.Token);
            if (caller.Refusal == LinkRefusal.None && !MayCall(caller))
                caller = caller with { Refusal = LinkRefusal.NameTaken };
            if (caller.Refusal != LinkRefusal.None)
            {
                LogRefused(Name(caller), connection.RemoteEndPoint, caller.Refusal.Sentence());
                await Handshake.RefuseAsync(wire, caller.Refusal, giveUp.Token);
                return;
            }

            await Handshake.AnswerAsync(wire, caller, giveUp.Token);
            var why = await RunAsync(wire, caller.Id, caller.Instance, dialed: false);
            if (caller.Id.Role != NodeRole.Operator)
                LogGone(caller.Id, why);
        }
        catch (Exception exception)
        {
            LogStranger(connection.RemoteEndPoint, exception.Message);
        }
    }

    /// <summary>Measures round trips on all links that stand.</summary>
    /// <param name="count">How many on each, from 1.</param>
    /// <returns>For each peer all that were measured, the shortest first; nothing of a link that broke.</returns>
    public async Task<IReadOnlyList<(NodeId Peer, TimeSpan[] RoundTrips)>> MeasureAsync(int count)
    {
        var measured = new List<(NodeId, TimeSpan[])>();
        foreach (var link in _links.Values.OrderBy(link => link.Peer))
        {
            var roundTrips = new TimeSpan[count];
            try
            {
                for (var at = 0; at < count; at++)
                    roundTrips[at] = await link.PingAsync();
            }
            catch (OperationCanceledException)
            {
                continue;
            }

            Array.Sort(roundTrips);
            measured.Add((link.Peer, roundTrips));
        }

        return measured;
    }

    /// <summary>Closes all links, and makes none any more.</summary>
    public Task CloseAsync()
    {
        End();
        var dialed = _dialing.EndAsync();
        foreach (var link in _links.Values)
            link.Close("this node ends");
        return dialed;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _dialing.Dispose();
        _ended.Dispose();
    }

    private static string Name(Caller caller) =>
        caller.Id == default ? "a node" : $"a node that says it is {caller.Id}";

    private void End() => _ended.Cancel();

    private bool MayDial(NodeRole role) => role switch
    {
        NodeRole.Front => _identity.Id.Role == NodeRole.Core,
        NodeRole.Core => _identity.Id.Role == NodeRole.Storage,
        NodeRole.Operator => true,
        NodeRole.Storage => false,
        _ => throw new UnreachableException(),
    };

    // A node that comes again is believed: its old link is broken, whether or not that was noticed here.
    private bool MayCall(Caller caller) =>
        caller.Id.Role == NodeRole.Operator
        || !_links.TryGetValue(caller.Id, out var link)
        || link.Instance == caller.Instance
        || !link.IsHeard;

    private async Task<string> RunAsync(LinkWire wire, NodeId peer, ulong instance, bool dialed)
    {
        var isOperator = peer.Role == NodeRole.Operator;
        using var link = new TcpLink(
            wire, peer, instance, dialed, isOperator ? _operators : _role, _settings, _time);
        if (isOperator)
            return await link.RunAsync();
        if (_links.TryGetValue(peer, out var former))
            former.Close("the peer connected again");
        _links[peer] = link;
        if (_ended.IsCancellationRequested)
            link.Close("this node ends");
        try
        {
            // Said once the role knows it: whoever reads it may ask the role.
            var running = link.RunAsync();
            LogThere(peer);
            return await running;
        }
        finally
        {
            _links.TryRemove(new(peer, link));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Peer} is there")]
    private partial void LogThere(NodeId peer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} is gone: {Why}")]
    private partial void LogGone(NodeId peer, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "refused {Who} at {Address}: {Why}")]
    private partial void LogRefused(string who, EndPoint? address, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Address} connected and is no node: {Why}")]
    private partial void LogStranger(EndPoint? address, string why);
}
