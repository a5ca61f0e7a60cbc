using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tacit.Link;
using Tacit.Link.Tcp;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Cluster;

/// <summary>Has a core give back all that it serves, so that it can be stopped.</summary>
public sealed class CoreDrain : IRole
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isReached;

    private CoreDrain()
    {
    }

    /// <summary>Asks, and waits until it is done.</summary>
    /// <param name="cluster">The cluster, its secret and TLS; the node that it names is drained.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="logger">Told why the core is not reached.</param>
    /// <returns>Whether the core was reached, and whether it has given back everything.</returns>
    public static async Task<(bool IsReached, bool IsDrained)> RunAsync(
        NodeSettings cluster, TimeSpan wait, ILogger logger)
    {
        var drain = new CoreDrain();
        var self = new NodeId(NodeRole.Operator, RandomNumberGenerator.GetInt32(NodeId.IndexMax));
        await using var links = new NodeLinks(
            new(self, 0, cluster.Secret.Span), cluster.Topology.Link, cluster.Security, drain,
            Surroundings.OfProcess(TimeProvider.System), logger);
        links.Dial(cluster.Self.Id, cluster.Self.Address);
        await Task.WhenAny(drain._drained.Task, links.Refused, Task.Delay(wait));
        return links.Refused.IsCompleted
            ? throw new NodeRefusedException(await links.Refused)
            : (drain._isReached, drain._drained.Task.IsCompleted);
    }

    /// <inheritdoc />
    public void Opened(ILink peer)
    {
        _isReached = true;
        _ = peer.SendAsync(new DrainCore()).AsTask();
    }

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        if (message is CoreDrained)
            _drained.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
