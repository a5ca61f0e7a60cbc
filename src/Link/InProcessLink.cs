using Tacit.Wire.Roles;

namespace Tacit.Link;

/// <summary>
/// A link between roles of one process: a method call. The message is passed as it is, without bytes.
/// </summary>
public sealed class InProcessLink : ILink
{
    private readonly IRole _to;
    private InProcessLink _back = null!;

    private InProcessLink(IRole to) => _to = to;

    /// <summary>Connects two roles.</summary>
    /// <returns>The way from the first to the second.</returns>
    public static ILink Connect(IRole first, IRole second)
    {
        var there = new InProcessLink(second);
        there._back = new InProcessLink(first) { _back = there };
        return there;
    }

    /// <inheritdoc />
    public ValueTask SendAsync(RoleMessage message) => _to.ReceiveAsync(message, _back);
}
