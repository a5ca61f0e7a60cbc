using Tacit.Wire.Roles;

namespace Tacit.Link.Tcp;

/// <summary>Answers what a person's command asks a node about its links; the rest is the node's own.</summary>
/// <param name="links">The links.</param>
/// <param name="role">The node's role.</param>
internal sealed class OperatorDesk(NodeLinks links, IRole role) : IRole
{
    private const int CountMax = 10_000;

    /// <inheritdoc />
    public void Opened(ILink peer)
    {
    }

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
    }

    /// <inheritdoc />
    public async ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        switch (message)
        {
            case MeasureLinks asked:
                var measured = await links.MeasureAsync(Math.Clamp(asked.Count, 1, CountMax));
                await reply.SendAsync(new LinksMeasured(
                    asked.Request, [.. measured.Select(one => Summary(one.Peer, one.RoundTrips))]));
                break;
            case DrainCore:
                await role.ReceiveAsync(message, reply);
                break;
            default:
                throw new ArgumentException($"An operator asks for no {message.GetType().Name}.", nameof(message));
        }
    }

    private static LinkMeasured Summary(Wire.NodeId peer, TimeSpan[] sorted) => new(
        peer,
        (long)sorted[sorted.Length / 2].TotalMicroseconds,
        (long)sorted[Math.Min(sorted.Length - 1, sorted.Length * 99 / 100)].TotalMicroseconds);
}
