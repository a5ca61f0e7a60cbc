using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>
/// A link between roles of one process: a method call. The message is passed as it is, without bytes. It stands as long
/// as the process.
/// </summary>
public sealed class InProcessLink : ILink
{
    private readonly IRole _to;
    private InProcessLink _back = null!;

    private InProcessLink(IRole to, NodeId peer)
    {
        _to = to;
        Peer = peer;
    }

    /// <inheritdoc />
    public NodeId Peer { get; }

    /// <inheritdoc />
    public bool IsOpen => true;

    /// <summary>Connects two roles, and tells both.</summary>
    /// <param name="first">The one that asks: a front of a core, a core of a storage.</param>
    /// <param name="firstId">Who it is.</param>
    /// <param name="second">The one that answers.</param>
    /// <param name="secondId">Who it is.</param>
    public static void Connect(IRole first, NodeId firstId, IRole second, NodeId secondId)
    {
        var there = new InProcessLink(second, secondId);
        var back = new InProcessLink(first, firstId) { _back = there };
        there._back = back;

        // Who answers is told first: who asks may do so at once.
        second.Opened(back);
        first.Opened(there);
    }

    /// <inheritdoc />
    public ValueTask SendAsync(RoleMessage message) => _to.ReceiveAsync(message, _back);
}
