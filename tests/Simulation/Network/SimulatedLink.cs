using Tacit.Link;
using Tacit.Simulation.Checks;
using Tacit.Simulation.World;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Simulation.Network;

/// <summary>One end of a link between two processes: what the TCP link is to roles, without bytes.</summary>
/// <param name="world">The world.</param>
/// <param name="process">Where this end is.</param>
/// <param name="role">Who is told of it.</param>
/// <param name="peer">Who is at the other end.</param>
/// <param name="isAsker">Whether this end dialled: what it sends waits for room, answers do not.</param>
/// <param name="outgoing">To the other end.</param>
/// <param name="incoming">From it.</param>
/// <param name="sabotage">What is wrong on purpose.</param>
internal sealed class SimulatedLink(
    SimulatedWorld world,
    SimulatedProcess process,
    IRole role,
    NodeId peer,
    bool isAsker,
    Cable<RoleMessage> outgoing,
    Cable<RoleMessage> incoming,
    Sabotage sabotage) : ILink
{
    private const int RequestsUnderWayMax = 32;

    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isOpened;
    private bool _isReceiving;

    /// <inheritdoc />
    public NodeId Peer => peer;

    /// <inheritdoc />
    public bool IsOpen { get; private set; } = true;

    /// <summary>Called once, when this end has noticed that the link is gone.</summary>
    public Action Noticed { get; set; } = () => { };

    /// <summary>Called when this end took a message: the other has room for one more.</summary>
    public Action Took { get; set; } = () => { };

    /// <summary>Tells the role that the link stands, and lets messages in.</summary>
    public void Open()
    {
        incoming.Arrived = Receive;
        process.Post(() =>
        {
            if (!IsOpen)
                return;
            world.Say(process.Name, $"link to {peer} opened");
            _isOpened = true;
            role.Opened(this);
            Receive();
        });
    }

    /// <inheritdoc />
    public ValueTask SendAsync(RoleMessage message)
    {
        if (!IsOpen)
            return ValueTask.CompletedTask;
        if (world.Trace.KeepsLines)
            world.Say(process.Name, $"→ {peer} {Line.Of(message)}");
        outgoing.Send(message);
        if (!isAsker || outgoing.Count <= RequestsUnderWayMax)
            return ValueTask.CompletedTask;
        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(room);
        return new(room.Task);
    }

    /// <summary>The other end took a message.</summary>
    public void HasRoom()
    {
        if (_waiting.TryDequeue(out var room))
            room.SetResult();
    }

    /// <summary>This end notices that the link is gone.</summary>
    public void Close()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        world.Say(process.Name, $"link to {peer} closed");
        while (_waiting.TryDequeue(out var room))
            room.SetResult();
        process.Post(() =>
        {
            if (_isOpened && sabotage != Sabotage.LinkClosesSilently)
                role.Closed(this);
        });
        Noticed();
    }

    private void Receive()
    {
        if (!_isOpened || _isReceiving)
            return;
        _isReceiving = true;
        process.Post(() => process.Watch(ReceiveAllAsync()));
    }

    private async Task ReceiveAllAsync()
    {
        while (IsOpen && incoming.TryTake(out var message))
        {
            Took();
            world.Trace.Add(Hash.Add((ulong)process.Number, message.GetType().Name));
            if (world.Trace.KeepsLines)
                world.Say(process.Name, $"← {peer} {Line.Of(message)}");
            await role.ReceiveAsync(message, this);
            await process.Yield();
        }

        _isReceiving = false;
    }
}
