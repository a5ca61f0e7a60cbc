using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tacit.Link;
using Tacit.Link.Tcp;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Cluster;

/// <summary>Asks every core how long round trips on its links take. Cores have all links of a cluster.</summary>
public sealed class LinkSurvey : IRole
{
    private readonly ConcurrentDictionary<NodeId, LinkMeasured[]> _answers = new();
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _count;
    private readonly int _coreCount;

    private LinkSurvey(int count, int coreCount) => (_count, _coreCount) = (count, coreCount);

    /// <summary>Asks.</summary>
    /// <param name="cluster">The cluster, its secret and TLS, as any of its nodes has them.</param>
    /// <param name="count">How many round trips on each link, from 1.</param>
    /// <param name="wait">How long to wait for answers.</param>
    /// <param name="logger">Told why a core is not reached.</param>
    /// <returns>What each core answered; one that did not is not among them.</returns>
    public static async Task<IReadOnlyDictionary<NodeId, LinkMeasured[]>> MeasureAsync(
        NodeSettings cluster, int count, TimeSpan wait, ILogger logger)
    {
        var topology = cluster.Topology;
        var cores = topology.Of(NodeRole.Core).ToList();
        var survey = new LinkSurvey(count, cores.Count);
        var self = new NodeId(NodeRole.Operator, RandomNumberGenerator.GetInt32(NodeId.IndexMax));
        await using var links = new NodeLinks(
            new(self, 0, cluster.Secret.Span), topology.Link, cluster.Security, survey,
            Surroundings.OfProcess(TimeProvider.System), logger);
        foreach (var core in cores)
            links.Dial(core.Id, core.Address);
        await Task.WhenAny(survey._all.Task, links.Refused, Task.Delay(wait));
        return links.Refused.IsCompleted
            ? throw new NodeRefusedException(await links.Refused)
            : survey._answers;
    }

    /// <inheritdoc />
    public void Opened(ILink peer) => _ = peer.SendAsync(new MeasureLinks(1, _count)).AsTask();

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        if (message is LinksMeasured measured)
            _answers[reply.Peer] = [.. measured.Links];
        if (_answers.Count == _coreCount)
            _all.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
