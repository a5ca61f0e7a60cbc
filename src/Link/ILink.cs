using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>
/// The way from one role to another. Messages arrive once, those sent one after the other in that order, as long as the
/// link stands. A pair of roles has a link in each direction. A link that broke is gone for good: when the two are
/// connected again, that is another link.
/// </summary>
public interface ILink
{
    /// <summary>Who is at the other end.</summary>
    NodeId Peer { get; }

    /// <summary>
    /// Whether the link stands. Once false it stays so, and it is false before its role is told by
    /// <see cref="IRole.Closed"/>.
    /// </summary>
    bool IsOpen { get; }

    /// <summary>
    /// Sends a message. Completes when the other side has room for it: this is the back-pressure. On a link that does
    /// not stand the message is lost, without an exception: whoever waits for an answer is told by
    /// <see cref="IRole.Closed"/>.
    /// </summary>
    /// <param name="message">Owned by the receiver from here on.</param>
    ValueTask SendAsync(RoleMessage message);
}
