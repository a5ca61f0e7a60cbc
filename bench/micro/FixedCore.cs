using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Bench.Micro;

/// <summary>A core that lets everybody into every channel, and has nothing to read.</summary>
/// <param name="front">Whom it answers.</param>
internal sealed class FixedCore(IRole front) : ILink
{
    /// <inheritdoc />
    public NodeId Peer { get; } = new(NodeRole.Core, 0);

    /// <inheritdoc />
    public bool IsOpen => true;

    /// <inheritdoc />
    public ValueTask SendAsync(RoleMessage message) => message switch
    {
        JoinChannel join => front.ReceiveAsync(
            new ChannelJoined
            {
                Session = join.Session,
                Request = join.Join.Request,
                Channel = join.Join.Channel,
                Role = Role.Writer,
            },
            this),
        ReadEntries read => front.ReceiveAsync(new EntriesRead(read.Request, Code.None, [], 0, 0), this),
        _ => ValueTask.CompletedTask,
    };
}
