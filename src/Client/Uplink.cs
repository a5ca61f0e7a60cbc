using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Client;

/// <summary>
/// The loop's side of the connection: hands frames to their channels, and sends what channels have. While there is no
/// connection, what is sent is dropped: channels join anew on the next. One thread.
/// </summary>
internal sealed class Uplink(string audience, TimeProvider time)
{
    /// <summary>
    /// The window: entries and bytes that may be unanswered. Source: docs/protocol/connection.md §4.6.
    /// </summary>
    private const int WindowEntries = 1024;
    private const long WindowBytes = 8 * 1024 * 1024;

    /// <summary>
    /// A message is sent once it is so long; entries are at most 1 MiB, so none comes near the limit.
    /// </summary>
    private const int MessageBytesWanted = 256 * 1024;

    private readonly Dictionary<long, ChannelSession> _byHandle = [];
    private readonly Dictionary<long, ChannelSession> _byRequest = [];
    private readonly MessageWriter _writer = new();
    private Connection? _connection;
    private long _heardAt;
    private long _sentAt;
    private long _requests;

    /// <summary>The host that was dialled, as proofs name it.</summary>
    public string Audience => audience;

    public bool IsConnected => _connection is not null;

    public Welcome Welcome => _connection!.Welcome;

    public void Connected(Connection connection)
    {
        _connection = connection;
        (_heardAt, _sentAt) = (time.GetTimestamp(), time.GetTimestamp());
    }

    public void Disconnected()
    {
        _connection = null;
        _byHandle.Clear();
        _byRequest.Clear();
        _writer.Clear();
    }

    public void Join(ChannelSession session, Join join)
    {
        if (!IsConnected)
            return;
        var request = ++_requests;
        _byRequest[request] = session;
        Send(join with { Request = request });
    }

    public void Leave(ChannelSession session, long handle)
    {
        if (_byHandle.Remove(handle))
            Send(new Leave(handle));
        Forget(session);
    }

    public void Forget(ChannelSession session)
    {
        foreach (var request in _byRequest.Where(one => one.Value == session).Select(one => one.Key).ToList())
            _byRequest.Remove(request);
    }

    public void Send(ClientFrame frame)
    {
        if (!IsConnected)
            return;
        _writer.Add(frame);
        if (_writer.Length >= MessageBytesWanted)
            Flush();
    }

    /// <summary>Sends what the channels have, as far as the window goes, and what was written before.</summary>
    public void Pump(IReadOnlyCollection<ChannelSession> sessions)
    {
        if (!IsConnected)
            return;
        var entries = sessions.Sum(one => one.Outbox.InFlightCount);
        var bytes = sessions.Sum(one => one.Outbox.InFlightBytes);
        foreach (var session in sessions)
        {
            while (session.MaySend && entries < WindowEntries && bytes < WindowBytes
                && session.Outbox.TryPeek(out var entry))
            {
                _writer.AddAppend(session.Handle!.Value, entry.Bytes.Span);
                session.Outbox.Sent(entry);
                entries++;
                bytes += entry.Bytes.Length;
                if (_writer.Length >= MessageBytesWanted)
                    Flush();
            }
        }

        Flush();
    }

    /// <summary>Keeps the connection alive, and cuts one on which nothing was heard for too long.</summary>
    public void Tick()
    {
        if (_connection is null)
            return;
        var idle = TimeSpan.FromSeconds(Math.Clamp(Welcome.IdleSeconds, 1, 3600));
        if (time.GetElapsedTime(_heardAt) > idle)
            _connection.Abort();
        else if (time.GetElapsedTime(_sentAt) >= idle / 3)
            Send(new Ping((ulong)time.GetTimestamp()));
    }

    /// <summary>Takes a message of the server.</summary>
    /// <exception cref="TacitException">The server ends the connection, or does not speak the protocol.</exception>
    public void Receive(byte[] message)
    {
        if (_connection is null)
            return;
        _heardAt = time.GetTimestamp();
        var reader = new MessageReader(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryRead(out var bytes) || !ServerFrame.TryRead(bytes, out var frame, out _))
                throw new TacitException(Code.Malformed, reader.Offset);
            Handle(frame);
        }
    }

    private void Handle(ServerFrame frame)
    {
        switch (frame)
        {
            case Joined joined when Answered(joined.Request) is { } session:
                _byHandle[joined.Handle] = session;
                session.OnJoined(joined);
                break;
            case Entry entry when _byHandle.TryGetValue(entry.Handle, out var session):
                session.OnEntry(entry.Seq, entry.Bytes);
                break;
            case Ack ack when _byHandle.TryGetValue(ack.Handle, out var session):
                session.OnAck(ack);
                break;
            case Live live when _byHandle.TryGetValue(live.Handle, out var session):
                session.OnLive(live.Seq);
                break;
            case Ephemeral ephemeral when _byHandle.TryGetValue(ephemeral.Handle, out var session):
                session.OnEphemeral(ephemeral.Message.Span);
                break;
            case Refused { Subject: RefusedSubject.Join } refused
                when Answered(refused.Number) is { } session:
                session.OnJoinRefused(refused.Code, refused.Detail, refused.Sentence);
                break;
            case Refused { Subject: RefusedSubject.Append } refused
                when _byHandle.TryGetValue(refused.Number, out var session):
                session.OnAppendRefused(refused);
                break;
            case Ended ended when _byHandle.TryGetValue(ended.Handle, out var session):
                _byHandle.Remove(ended.Handle);
                session.OnEnded(ended.Code, ended.Sentence);
                break;
            case GoAway away:
                throw new TacitException(away.Code, away.RetryAfterMs, away.Sentence);
            default:
                // PONG, refused ephemeral messages, and what was on its way when a channel was left.
                break;
        }
    }

    private ChannelSession? Answered(long request)
    {
        var session = _byRequest.GetValueOrDefault(request);
        _byRequest.Remove(request);
        return session;
    }

    private void Flush()
    {
        if (_writer.Length == 0 || _connection is null)
            return;
        _connection.Send(_writer.ToArray());
        _writer.Clear();
        _sentAt = time.GetTimestamp();
    }
}
