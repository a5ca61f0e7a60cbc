using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>One end of links: what a front, a core and a storage are to each other.</summary>
public interface IRole
{
    /// <summary>
    /// Takes a message. Called for one link in the order of sending, never twice at once. Completes when there is room
    /// for more; a role that answers on <paramref name="reply"/> from here must not wait for room in turn.
    /// </summary>
    /// <param name="message">What was sent.</param>
    /// <param name="reply">The way back to the sender: the same object for every message of a link.</param>
    ValueTask ReceiveAsync(RoleMessage message, ILink reply);
}
