using Tacit.Simulation.Cluster;
using Tacit.Simulation.World;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Simulation.Clients;

/// <summary>
/// A program of a user: connects to any front, joins its channels, writes, and begins anew from its cursor whenever it
/// is cut off. It speaks the real frames; what it knows of its channels is on its disk.
/// </summary>
internal sealed class SimulatedClient(
    SimulatedWorld world, SimulatedCluster cluster, int number, IReadOnlyList<Membership> channels)
{
    private readonly SimulatedProcess _process = world.NewProcess($"client:{number}");
    private Call? _call;
    private Welcome? _welcome;
    private int _failureCount;
    private bool _isFlushing;

    /// <summary>For the trace.</summary>
    public string Name => _process.Name;

    /// <summary>Its channels.</summary>
    public IReadOnlyList<Membership> Channels => channels;

    /// <summary>Whether it has a connection.</summary>
    public bool IsConnected => _call is not null;

    /// <summary>Whether everything it wrote is acknowledged and it has everything.</summary>
    public bool IsSettled => channels.All(one => one.IsSettled);

    /// <summary>Connects to one of the fronts.</summary>
    public void Connect()
    {
        if (_call is not null)
            return;
        if (cluster.Answer() is not { } call)
        {
            Reconnect(TimeSpan.Zero);
            return;
        }

        _call = call;
        call.Arrived = () => _process.Post(() => ReceiveNext(call));
        Send(new Hello(Protocol.Version, Protocol.Version, Name));

        // A connection that never comes to life is given up.
        world.After(TimeSpan.FromSeconds(20), () => _process.Post(() =>
        {
            if (_call == call && _welcome is null)
                Disconnect();
        }));
    }

    /// <summary>Writes entries to one of its channels, and sends them if it can.</summary>
    public void Write(Membership channel, int count)
    {
        for (var at = 0; at < count; at++)
            channel.Write();
        Flush();
    }

    /// <summary>Cuts its connection.</summary>
    public void Disconnect()
    {
        if (_call is not { } call)
            return;
        call.Cut();
        OnClosed(call);
    }

    /// <summary>Takes nothing for a time: its connection fills up.</summary>
    public void Pause(TimeSpan time)
    {
        _process.Pause();
        world.After(time, _process.Resume);
    }

    /// <summary>Leaves a channel, and joins it again.</summary>
    public void Rejoin(Membership channel)
    {
        if (channel.Handle is not { } handle || _welcome is null)
            return;
        Send(new Leave(handle));
        channel.Disconnect();
        Join(channel);
    }

    /// <summary>How it stands, for a failed run.</summary>
    public override string ToString() =>
        $"{Name} {(_call is null ? "not connected" : _welcome is null ? "calling" : "connected")}: "
        + string.Join("; ", channels);

    private void OnClosed(Call call)
    {
        if (_call != call)
            return;
        (_call, _welcome) = (null, null);
        foreach (var channel in channels)
            channel.Disconnect();
        Reconnect(TimeSpan.Zero);
    }

    private void Reconnect(TimeSpan atLeast)
    {
        var most = Math.Min(5000, 100 * Math.Pow(2, _failureCount++));
        var wait = world.Chance.Ms(10, most);
        world.After(wait > atLeast ? wait : atLeast, () => _process.Post(Connect));
    }

    private void Send(ClientFrame frame) => _call?.Send(new MessageWriter(128).Add(frame).ToArray());

    private void ReceiveNext(Call call)
    {
        while (_call == call && call.TryTake(out var message))
        {
            if (message.Length == 0)
                OnClosed(call);
            else
                Receive(call, message);
        }
    }

    private void Receive(Call call, byte[] message)
    {
        world.Trace.Add(message);
        var reader = new MessageReader(message);
        while (!reader.AtEnd && _call == call)
        {
            if (!reader.TryRead(out var bytes) || !ServerFrame.TryRead(bytes, out var frame, out _))
                throw new ViolationException($"{Name} was sent a message that does not read");
            if (world.Trace.KeepsLines)
                world.Say(Name, $"got {FrameLine.Of(frame)}");
            Take(frame);
        }
    }

    private void Take(ServerFrame frame)
    {
        switch (frame)
        {
            case Welcome welcome:
                _welcome = welcome;
                foreach (var channel in channels)
                    Join(channel);
                break;
            case Joined joined:
                channels[(int)joined.Request].OnJoined(joined);
                _failureCount = 0;
                Flush();
                break;
            case Entry entry:
                Find(entry.Handle)?.OnEntry(entry.Seq, entry.Bytes.Span);
                break;
            case Ack ack:
                OnAck(ack);
                break;
            case Live live:
                Find(live.Handle)?.OnLive(live.Seq);
                break;
            case Refused refused:
                OnRefused(refused);
                break;
            case Ended ended:
                Rejoin(ended);
                break;
            case GoAway away:
                OnGoAway(away);
                break;
            default:
                break;
        }
    }

    private void Join(Membership channel)
    {
        var request = channels.Index().First(one => one.Item == channel).Index;
        Send(channel.Join(request, _welcome!.Challenge.Span, _welcome.Audience));
    }

    private Membership? Find(long handle) => channels.FirstOrDefault(one => one.Handle == handle);

    private void OnAck(Ack ack)
    {
        if (Find(ack.Handle) is not { } channel)
            return;
        channel.OnAck(ack);
        Mend(channel);
    }

    private void Mend(Membership channel)
    {
        if (channel.CanMend)
            Later(world.Chance.Ms(20, 500), Flush);
    }

    private void OnRefused(Refused refused)
    {
        if (refused.Subject == RefusedSubject.Join)
        {
            switch (refused.Code)
            {
                // A reader waits until a writer has made the channel.
                case Code.StoreUnavailable or Code.StoreFull or Code.ChannelUnknown:
                    Later(world.Chance.Ms(50, 500), () => Join(channels[(int)refused.Number]));
                    break;
                default:
                    throw new ViolationException(
                        $"{Name}: joining {channels[(int)refused.Number].Id} was refused: {refused.Code}");
            }
        }
        else if (refused.Subject == RefusedSubject.Append && Find(refused.Number) is { } channel)
        {
            channel.OnRefused(refused);
            Mend(channel);
        }
    }

    private void Rejoin(Ended ended)
    {
        if (Find(ended.Handle) is not { } channel)
            return;
        channel.Disconnect();
        Later(world.Chance.Ms(10, 200), () => Join(channel));
    }

    private void OnGoAway(GoAway away)
    {
        var call = _call!;
        (_call, _welcome) = (null, null);
        foreach (var channel in channels)
            channel.Disconnect();
        call.Hangup();
        Reconnect(TimeSpan.FromMilliseconds(away.RetryAfterMs));
    }

    private void Later(TimeSpan wait, Action action)
    {
        var call = _call;
        world.After(wait, () => _process.Post(() =>
        {
            if (_call == call && call is not null)
                action();
        }));
    }

    // Entries of one turn go together in a message, as those of the real clients do.
    private void Flush()
    {
        if (_isFlushing)
            return;
        _isFlushing = true;
        _process.Post(() =>
        {
            _isFlushing = false;
            if (_call is null)
                return;
            var writer = new MessageWriter();
            foreach (var channel in channels)
            {
                if (channel.Handle is not { } handle)
                    continue;
                foreach (var entry in channel.TakeUnsent())
                    writer.AddAppend(handle, entry);
            }

            if (writer.Length > 0)
                _call.Send(writer.ToArray());
        });
    }
}
