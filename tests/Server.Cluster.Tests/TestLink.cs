using System.Threading.Channels;
using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Cluster.Tests;

/// <summary>
/// One direction of a link, over bytes as on a socket. What was sent can be held back, and the link cut: at both ends,
/// or at one that finds out first.
/// </summary>
internal sealed class TestLink : ILink
{
    private readonly Channel<byte[]> _sent = Channel.CreateUnbounded<byte[]>();
    private readonly IRole _from;
    private readonly IRole _to;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _mayPass = Passing();
    private volatile Task _delivery = Task.CompletedTask;
    private TestLink _back = null!;
    private int _isClosed;

    private TestLink(IRole from, IRole to, NodeId peer)
    {
        _from = from;
        _to = to;
        Peer = peer;
    }

    /// <inheritdoc />
    public NodeId Peer { get; }

    /// <inheritdoc />
    public bool IsOpen => Volatile.Read(ref _isClosed) == 0;

    /// <summary>The other direction.</summary>
    public TestLink Back => _back;

    /// <summary>Told of each message before its role is.</summary>
    public Func<RoleMessage, Task> OnArrival { get; set; } = _ => Task.CompletedTask;

    /// <summary>Connects two roles, and tells both.</summary>
    /// <returns>The way from the first to the second.</returns>
    public static TestLink Connect(IRole first, NodeId firstId, IRole second, NodeId secondId)
    {
        var there = new TestLink(first, second, secondId);
        var back = new TestLink(second, first, firstId) { _back = there };
        there._back = back;
        second.Opened(back);
        first.Opened(there);
        _ = there.DeliverAsync();
        _ = back.DeliverAsync();
        return there;
    }

    /// <inheritdoc />
    public ValueTask SendAsync(RoleMessage message)
    {
        if (IsOpen)
        {
            var writer = new WireWriter();
            message.Write(writer);
            _sent.Writer.TryWrite(writer.Written.ToArray());
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Holds back what is sent from here on, until it is released.</summary>
    public void Hold() => _mayPass = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets pass what was held back.</summary>
    public void Release() => _mayPass.TrySetResult();

    /// <summary>Cuts both ends. What was on its way is lost.</summary>
    public void Cut()
    {
        CutHere();
        _back.CutHere();
    }

    /// <summary>The sender finds that the link is cut: it sends and hears no more. The other end may hear what was on
    /// its way.</summary>
    public void CutHere()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        _sent.Writer.TryComplete();
        _ = Task.Run(async () =>
        {
            // The last message that came has been taken before its role hears that no more will.
            _back._drained.TrySetResult();
            await _back._delivery;
            _from.Closed(this);
        });
    }

    private static TaskCompletionSource Passing()
    {
        var passing = new TaskCompletionSource();
        passing.SetResult();
        return passing;
    }

    private async Task DeliverAsync()
    {
        await foreach (var bytes in _sent.Reader.ReadAllAsync())
        {
            await Task.WhenAny(_mayPass.Task, _drained.Task);
            Assert.True(RoleMessage.TryRead(bytes, out var message, out var badOffset), $"bad at {badOffset}");
            await OnArrival(message);
            var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _delivery = delivered.Task;

            // The receiver hears nothing more over a link that it knows to be cut.
            if (_back.IsOpen)
                await _to.ReceiveAsync(message, _back);
            delivered.SetResult();
        }
    }
}
