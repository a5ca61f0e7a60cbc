using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>
/// The way from one role to another. Messages arrive once, those sent one after the other in that order, as long as the
/// link stands. A pair of roles has a link in each direction.
/// </summary>
public interface ILink
{
    /// <summary>Sends a message. Completes when the other side has room for it: this is the back-pressure.</summary>
    /// <param name="message">Owned by the receiver from here on.</param>
    ValueTask SendAsync(RoleMessage message);
}
