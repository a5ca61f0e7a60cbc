using System.Collections.Concurrent;
using System.Text;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Watch;

/// <summary>
/// Stands before the role of a node, and asks and answers what an operator wants to know of all nodes, over the links
/// that are there anyway: a front asks the cores, and each of them whoever it is linked to. All else goes through.
/// </summary>
/// <param name="role">The role.</param>
/// <param name="self">Which node this is.</param>
/// <param name="write">Writes this node's metrics page.</param>
internal sealed class FiguresDesk(IRole role, NodeId self, Func<CancellationToken, Task<string>> write) : IRole
{
    // Whoever asks waits somewhat longer than whoever is asked, so that one hung node hides no other.
    private static readonly TimeSpan PeerWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CoreWait = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<NodeId, ILink> _peers = new();
    private readonly Requests<FiguresRead> _asked = new(new FiguresRead(0, []));

    /// <inheritdoc />
    public void Opened(ILink peer)
    {
        _peers[peer.Peer] = peer;
        role.Opened(peer);
    }

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
        _peers.TryRemove(new(peer.Peer, peer));
        _asked.Closed(peer);
        role.Closed(peer);
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        switch (message)
        {
            case ReadFigures asked:
                _ = AnswerAsync(asked, reply);
                return ValueTask.CompletedTask;
            case FiguresRead read:
                _asked.Answer(read.Request, read);
                return ValueTask.CompletedTask;
            default:
                return role.ReceiveAsync(message, reply);
        }
    }

    /// <summary>What all nodes say that can be reached from here, each once.</summary>
    public async Task<IReadOnlyDictionary<NodeId, string>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var pages = new Dictionary<NodeId, string> { [self] = await write(cancellationToken) };
        foreach (var page in await AskAsync(_peers.Values, withPeers: true, CoreWait))
            pages.TryAdd(page.Node, Encoding.UTF8.GetString(page.Text.Span));
        return pages;
    }

    private async Task AnswerAsync(ReadFigures asked, ILink reply)
    {
        var others = asked.WithPeers
            ? await AskAsync(_peers.Values.Where(peer => peer.Peer != reply.Peer), withPeers: false, PeerWait)
            : [];
        var own = new FiguresPage(self, Encoding.UTF8.GetBytes(await write(CancellationToken.None)));
        await reply.SendAsync(new FiguresRead(asked.Request, [own, .. others]));
    }

    private async Task<IEnumerable<FiguresPage>> AskAsync(IEnumerable<ILink> peers, bool withPeers, TimeSpan wait)
    {
        var answers = await Task.WhenAll(peers.Select(peer => AskAsync(peer, withPeers, wait)));
        return answers.SelectMany(answer => answer.Pages);
    }

    private async Task<FiguresRead> AskAsync(ILink peer, bool withPeers, TimeSpan wait)
    {
        using var giveUp = new CancellationTokenSource(wait);
        try
        {
            return await _asked.AskAsync(peer, request => new ReadFigures(request, withPeers), giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            return _asked.Lost;
        }
    }
}
