using Tacit.Link;
using Tacit.Wire;

namespace Tacit.Server.Core;

/// <summary>The way to the storage, which may go and come again. Any thread.</summary>
internal sealed class StorageLink
{
    private volatile ILink _current = new ClosedLink(NodeId.Storage);

    /// <summary>The link that was opened last. It may not stand any more.</summary>
    public ILink Current
    {
        get => _current;
        set => _current = value;
    }
}
