using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Bench.Load.Peers;

/// <summary>One connection that makes many channels, introduces itself in each, and stays there in silence.</summary>
/// <param name="room">Stands for all of them; nothing is counted there.</param>
/// <param name="channelCount">How many.</param>
internal sealed class TacitCrowd(Room room, int channelCount) : LoadClient(room, 0)
{
    /// <summary>Joins under way at a time.</summary>
    private const int Window = 32;

    /// <summary>Well within the silence that a server allows (connection.md §4.9).</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);

    private readonly SigningKey _key = new(RandomNumberGenerator.GetBytes(32));
    private readonly TacitRoom[] _channels = new TacitRoom[channelCount];
    private readonly Grant[] _grants = new Grant[channelCount];
    private readonly byte[][] _introductions = new byte[channelCount][];
    private readonly Dictionary<long, int> _byHandle = [];
    private readonly MessageWriter _message = new();
    private ReadOnlyMemory<byte> _challenge;
    private Timer? _pinging;
    private int _joining;
    private int _introducedCount;

    /// <inheritdoc />
    public override int EditCount => 0;

    /// <inheritdoc />
    public override int EditSizeBytes => 0;

    /// <inheritdoc />
    public override void Prepare(int count) =>
        Cores.ForEach([.. Enumerable.Range(0, channelCount)], at =>
        {
            var channel = _channels[at] = new();
            var grant = _grants[at] = channel.Admit(_key);
            var fields = new WireWriter();
            grant.Write(fields);
            var sealer = new EntrySealer(channel.Descriptor.Id, _key, RandomNumberGenerator.Create());
            _introductions[at] = sealer.Seal(channel.Keys, EntryKind.Grant, fields.Written, []).Bytes.ToArray();
        });

    /// <inheritdoc />
    public override void Opened() => Send(new Hello(1, 1, "load"));

    /// <inheritdoc />
    public override void SendEdit(int number) => throw new NotSupportedException("A crowd is silent.");

    /// <inheritdoc />
    public override void Dispose()
    {
        _pinging?.Dispose();
        _key.Dispose();
        foreach (var channel in _channels)
            channel.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    public override void Received(byte opcode, ReadOnlySpan<byte> payload)
    {
        var reader = new MessageReader(payload.ToArray());
        while (reader.TryRead(out var bytes))
        {
            if (ServerFrame.TryRead(bytes, out var frame, out _))
                Take(frame);
        }
    }

    private void Take(ServerFrame frame)
    {
        switch (frame)
        {
            case Welcome welcome:
                _challenge = welcome.Challenge;
                while (_joining < Math.Min(Window, channelCount))
                    JoinNext();
                break;
            case Joined joined:
                _byHandle[joined.Handle] = (int)joined.Request;
                break;
            case Live live:
                _message.Clear();
                _message.AddAppend(live.Handle, _introductions[_byHandle[live.Handle]]);
                Connection.Send(WebSocketFrame.Binary, _message.Message.Span);
                break;
            case Ack:
                Introduced();
                break;
            case Refused or GoAway:
                Ended($"{frame}");
                break;
        }
    }

    private void JoinNext()
    {
        var at = _joining++;
        var descriptor = _channels[at].Descriptor;
        Send(new Join
        {
            Request = at,
            Channel = descriptor.Id,
            By = ProofBy.AuthorKey,
            Signature = JoinProof.Sign(_key, _challenge.Span, Connection.Audience, descriptor.Id, ProofBy.AuthorKey),
            Descriptor = descriptor.ToArray(),
            Grant = _grants[at],
        });
    }

    private void Introduced()
    {
        if (_joining < channelCount)
            JoinNext();
        if (++_introducedCount < channelCount)
            return;
        _pinging = new(_ => Send(new Ping(0)), null, PingInterval, PingInterval);
        BeReady();
    }

    private void Send(ClientFrame frame) =>
        Connection.Send(WebSocketFrame.Binary, new MessageWriter().Add(frame).Message.Span);
}
