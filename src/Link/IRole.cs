using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>
/// One end of links: what a front, a core and a storage are to each other. Of each link a role is told first that it
/// opened, then its messages, and last that it closed.
/// </summary>
public interface IRole
{
    /// <summary>A link stands. Any thread; must not wait.</summary>
    /// <param name="peer">The way to the other side, until it closes.</param>
    void Opened(ILink peer);

    /// <summary>
    /// A link broke: no message comes from it any more, and whatever waits for its answer must end. Any thread; must
    /// not wait.
    /// </summary>
    /// <param name="peer">The same object that was opened.</param>
    void Closed(ILink peer);

    /// <summary>
    /// Takes a message. Messages sent one after the other come in that order; those sent at once come at once, on
    /// several
    /// threads. Completes when there is room for more. What comes back on <paramref name="reply"/> must never wait for
    /// room here: answers flow even when requests wait, else two full roles would wait for each other.
    /// </summary>
    /// <param name="message">What was sent.</param>
    /// <param name="reply">The way back to the sender: the same object for every message of a link.</param>
    ValueTask ReceiveAsync(RoleMessage message, ILink reply);
}
