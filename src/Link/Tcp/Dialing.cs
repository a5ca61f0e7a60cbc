using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Tacit.Wire;

namespace Tacit.Link.Tcp;

/// <summary>Keeps links to those that this node calls: whenever one broke, it is made again.</summary>
internal sealed partial class Dialing : IDisposable
{
    private readonly LinkIdentity _identity;
    private readonly LinkSettings _settings;
    private readonly Func<DnsEndPoint, CancellationToken, Task<DialedConnection>> _connect;
    private readonly Surroundings _surroundings;
    private readonly ILogger _logger;
    private readonly Func<LinkWire, NodeId, ulong, bool, Task<string>> _run;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<NodeId, Task> _calls = new();
    private readonly ConcurrentDictionary<NodeId, (LinkRefusal Refusal, long Since)> _refusals = new();
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasHadLink;

    /// <summary>Makes it; nothing is dialed yet.</summary>
    /// <param name="identity">Who dials.</param>
    /// <param name="settings">How long to wait.</param>
    /// <param name="connect">Opens a connection.</param>
    /// <param name="surroundings">The clock, randomness and threads.</param>
    /// <param name="logger">Told once of each change.</param>
    /// <param name="run">Lets a link work over a connection until it breaks; says why it did.</param>
    public Dialing(
        LinkIdentity identity,
        LinkSettings settings,
        Func<DnsEndPoint, CancellationToken, Task<DialedConnection>> connect,
        Surroundings surroundings,
        ILogger logger,
        Func<LinkWire, NodeId, ulong, bool, Task<string>> run)
    {
        _identity = identity;
        _settings = settings;
        _connect = connect;
        _surroundings = surroundings;
        _logger = logger;
        _run = run;
    }

    /// <inheritdoc cref="NodeLinks.Refused" />
    public Task<string> Refused => _refused.Task;

    /// <summary>Begins to keep a link; nothing if there is one to that peer already.</summary>
    public void Begin(NodeId peer, DnsEndPoint address) =>
        _calls.GetOrAdd(peer, _ => _surroundings.Start(() => CallAgainAndAgainAsync(peer, address)));

    /// <summary>Dials no more, and waits until nothing is under way.</summary>
    public Task EndAsync()
    {
        End();
        return Task.WhenAll(_calls.Values);
    }

    /// <inheritdoc />
    public void Dispose() => _ended.Dispose();

    private void End() => _ended.Cancel();

    private async Task CallAgainAndAgainAsync(NodeId peer, DnsEndPoint address)
    {
        var wait = _settings.RetryMin;
        var said = "";
        while (!_ended.IsCancellationRequested)
        {
            var (stood, why) = await CallAsync(peer, address);
            if (_ended.IsCancellationRequested)
                return;

            // Each change is said once, not each attempt.
            if (stood || why != said)
                Say(peer, address, stood, why);
            said = stood ? "" : why;
            wait = stood ? _settings.RetryMin : wait;
            try
            {
                await Task.Delay(
                    _surroundings.Between(_settings.RetryMin / 2, wait), _surroundings.Time, _ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = wait * 2 < _settings.RetryMax ? wait * 2 : _settings.RetryMax;
        }
    }

    private async Task<(bool Stood, string Why)> CallAsync(NodeId peer, DnsEndPoint address)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        using var late = _surroundings.Time.CreateTimer(
            _ => giveUp.Cancel(), null, _settings.ConnectWait * 2, Timeout.InfiniteTimeSpan);
        try
        {
            await using var connection = await _connect(address, giveUp.Token);
            var wire = connection.Wire;
            var refusal = await Handshake.DialAsync(
                wire, _identity, peer, _surroundings.Random, giveUp.Token);
            Note(peer, address, refusal);
            if (refusal != LinkRefusal.None)
                return (false, $"refused: {refusal.Sentence()}");
            await late.DisposeAsync();
            return (true, await _run(wire, peer, 0, true));
        }
        catch (OperationCanceledException)
        {
            _refusals.TryRemove(peer, out _);
            return (false, "it does not answer");
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException
            or InvalidDataException)
        {
            _refusals.TryRemove(peer, out _);
            return (false, exception.Message);
        }
    }

    // Only a node that never had a link gives up: one that works is not ended by a peer that is wrong.
    private void Note(NodeId peer, DnsEndPoint address, LinkRefusal refusal)
    {
        if (refusal == LinkRefusal.None)
        {
            _hasHadLink = true;
            return;
        }

        var now = _surroundings.Time.GetTimestamp();
        _refusals.AddOrUpdate(peer, (refusal, now), (_, former) => (refusal, former.Since));
        if (!_hasHadLink && _calls.Keys.All(IsRefusedForLong))
        {
            _refused.TrySetResult(
                $"{_identity.Id} is refused by {peer} at {address.Host}:{address.Port}: {refusal.Sentence()}");
        }
    }

    private bool IsRefusedForLong(NodeId peer) =>
        _refusals.TryGetValue(peer, out var refused)
        && _surroundings.Time.GetElapsedTime(refused.Since) >= _settings.RefusedMax;

    private void Say(NodeId peer, DnsEndPoint address, bool stood, string why)
    {
        if (stood)
            LogGone(peer, why);
        else
            LogNotReached(peer, address.Host, address.Port, why);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer} is gone: {Why}; connecting again")]
    private partial void LogGone(NodeId peer, string why);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "no link to {Peer} at {Host}:{Port} yet: {Why}; trying again")]
    private partial void LogNotReached(NodeId peer, string host, int port, string why);
}
