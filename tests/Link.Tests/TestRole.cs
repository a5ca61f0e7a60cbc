using System.Collections.Concurrent;
using Tacit.Wire.Roles;

namespace Tacit.Link.Tests;

/// <summary>A role that writes down what it is told.</summary>
internal sealed class TestRole : IRole
{
    private readonly TaskCompletionSource<ILink> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ILink> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first link that opened.</summary>
    public Task<ILink> FirstOpened => _opened.Task;

    /// <summary>The first link that closed.</summary>
    public Task<ILink> FirstClosed => _closed.Task;

    /// <summary>All that happened, as words.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>What to do with a message.</summary>
    public Func<RoleMessage, ILink, ValueTask> OnMessage { get; set; } = (_, _) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public void Opened(ILink peer)
    {
        Heard.Enqueue($"{peer.Peer} opened");
        _opened.TrySetResult(peer);
    }

    /// <inheritdoc />
    public void Closed(ILink peer)
    {
        Heard.Enqueue($"{peer.Peer} closed");
        _closed.TrySetResult(peer);
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(RoleMessage message, ILink reply)
    {
        Heard.Enqueue($"{reply.Peer} says {message.GetType().Name}");
        return OnMessage(message, reply);
    }
}
