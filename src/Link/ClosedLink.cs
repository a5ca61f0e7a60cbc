using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>What stands for a peer that is not there: a link that does not stand.</summary>
/// <param name="peer">Who is not there.</param>
public sealed class ClosedLink(NodeId peer) : ILink
{
    /// <inheritdoc />
    public NodeId Peer { get; } = peer;

    /// <inheritdoc />
    public bool IsOpen => false;

    /// <inheritdoc />
    public ValueTask SendAsync(RoleMessage message) => ValueTask.CompletedTask;
}
