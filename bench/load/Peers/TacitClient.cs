using System.Diagnostics;
using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Seal;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Bench.Load.Peers;

/// <summary>
/// A device of Tacit: proves itself, introduces itself, and appends entries that were sealed before. Source:
/// docs/protocol/connection.md.
/// </summary>
internal sealed class TacitClient : LoadClient
{
    /// <summary>Its GRANT has counter 1, so edit n has counter n + 2.</summary>
    private const int FirstCounter = 2;

    private readonly TacitRoom _shared;
    private readonly SigningKey _key = new(RandomNumberGenerator.GetBytes(32));
    private readonly EntrySealer _sealer;
    private readonly Grant _grant;
    private readonly MessageWriter _message = new();
    private byte[][] _edits = [];
    private byte[] _introduction = [];
    private readonly TaskCompletionSource _allAcknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _handle;
    private long _acknowledged;

    public TacitClient(Room room, int seat, TacitRoom shared)
        : base(room, seat)
    {
        _shared = shared;
        _sealer = new(shared.Descriptor.Id, _key, RandomNumberGenerator.Create());
        _grant = shared.Admit(_key);
        shared.Seats[_sealer.Author.Value] = seat;
    }

    /// <inheritdoc />
    public override int EditCount => _edits.Length;

    /// <inheritdoc />
    public override int EditSizeBytes => _edits is [var first, ..] ? first.Length : 0;

    /// <summary>Whether it only reads: it is ready when it is live, and posts no grant.</summary>
    public bool IsSilent { get; init; }

    /// <summary>When it asked to join, in ticks of <see cref="Stopwatch"/>.</summary>
    public long JoinedAt { get; private set; }

    /// <summary>When it had got everything.</summary>
    public long LiveAt { get; private set; }

    /// <summary>Makes entries, a snapshot that covers them all, and so many more; null for neither.</summary>
    public void Prepare(int entryCount, int? liveCount)
    {
        Prepare(entryCount);
        if (liveCount is not { } more)
            return;
        var fields = new WireWriter();
        new SnapshotFields(0, VectorClock.From([(_sealer.Author, _sealer.Counter)])).Write(fields);
        var content = new WireWriter().Varint(1).AuthorId(_sealer.Author).Varint(_sealer.Counter);
        content.EntryId(_sealer.Head).Bytes(new byte[64 * 1024]);
        var snapshot = _sealer.Seal(_shared.Keys, EntryKind.Snapshot, fields.Written, content.Written).Bytes.ToArray();
        var rest = new byte[more][];
        var source = new EditSource(Seat);
        for (var n = 0; n < more; n++)
            rest[n] = _sealer.Seal(_shared.Keys, EntryKind.Update, [], source.NextUpdate()).Bytes.ToArray();
        _edits = [.. _edits, snapshot, .. rest];
    }

    /// <summary>Appends everything that was prepared, and waits until it is durable.</summary>
    public async Task WriteAllAsync()
    {
        for (var n = 0; n < _edits.Length; n++)
        {
            // Below what a server lets wait for one connection (connection.md §4.6).
            while (n - Volatile.Read(ref _acknowledged) > 500)
                await Task.Delay(1);
            SendEdit(n);
        }

        await _allAcknowledged.Task.WaitAsync(TimeSpan.FromMinutes(5));
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _key.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    public override void Prepare(int count)
    {
        var fields = new WireWriter();
        _grant.Write(fields);
        _introduction = _sealer.Seal(_shared.Keys, EntryKind.Grant, fields.Written, []).Bytes.ToArray();
        _edits = new byte[count][];
        var source = new EditSource(Seat);
        for (var n = 0; n < count; n++)
            _edits[n] = _sealer.Seal(_shared.Keys, EntryKind.Update, [], source.NextUpdate()).Bytes.ToArray();
    }

    /// <inheritdoc />
    public override void Opened() => Send(new Hello(1, 1, "load"));

    /// <inheritdoc />
    public override void SendEdit(int number)
    {
        _message.Clear();
        _message.AddAppend(_handle, _edits[number]);
        Connection.Send(WebSocketFrame.Binary, _message.Message.Span);
    }

    /// <inheritdoc />
    public override void Received(byte opcode, ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            var length = (int)Varint.Read(ref payload);
            Take(payload[..length]);
            payload = payload[length..];
        }
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        switch ((FrameType)frame[0])
        {
            case FrameType.Entry:
                TakeEntry(frame[1..]);
                break;
            case FrameType.Ack:
                TakeAck(frame[1..]);
                break;
            case FrameType.Welcome or FrameType.Joined or FrameType.Live:
                Advance(frame);
                break;
            case FrameType.Refused or FrameType.GoAway or FrameType.Ended:
                ServerFrame.TryRead(frame.ToArray(), out var told, out _);
                Ended($"{told}");
                break;
        }
    }

    private void TakeEntry(ReadOnlySpan<byte> rest)
    {
        Varint.Read(ref rest); // handle
        Varint.Read(ref rest); // seq
        if (rest[0] != (byte)EntryKind.Update)
            return;
        rest = rest[1..];
        Varint.Read(ref rest); // epoch
        var author = AuthorId.Read(rest);
        rest = rest[AuthorId.Length..];
        var counter = Varint.Read(ref rest);
        Room.Delivered(_shared.Seats[author.Value], (int)counter - FirstCounter);
    }

    private void TakeAck(ReadOnlySpan<byte> rest)
    {
        Varint.Read(ref rest); // handle
        var first = Varint.Read(ref rest);
        Varint.Read(ref rest); // seq
        var count = Varint.Read(ref rest);
        if (first == 1)
            BeReady();
        for (var counter = Math.Max(first, FirstCounter); counter < first + count; counter++)
            Room.Acknowledged(Seat, (int)counter - FirstCounter);
        Volatile.Write(ref _acknowledged, first + count - FirstCounter);
        if (_acknowledged == _edits.Length)
            _allAcknowledged.TrySetResult();
    }

    private void Advance(ReadOnlySpan<byte> bytes)
    {
        if (!ServerFrame.TryRead(bytes.ToArray(), out var frame, out var at))
            throw new InvalidDataException($"A frame of the server does not read at {at}.");
        switch (frame)
        {
            case Welcome welcome:
                JoinedAt = Stopwatch.GetTimestamp();
                Send(new Join
                {
                    Request = 1,
                    Channel = _shared.Descriptor.Id,
                    By = ProofBy.AuthorKey,
                    Signature = JoinProof.Sign(
                        _key, welcome.Challenge.Span, Connection.Audience, _shared.Descriptor.Id, ProofBy.AuthorKey),
                    Descriptor = _shared.Descriptor.ToArray(),
                    Grant = _grant,
                });
                break;
            case Joined joined:
                _handle = joined.Handle;
                break;
            case Live when IsSilent:
                LiveAt = Stopwatch.GetTimestamp();
                BeReady();
                break;
            case Live:
                _message.Clear();
                _message.AddAppend(_handle, _introduction);
                Connection.Send(WebSocketFrame.Binary, _message.Message.Span);
                break;
        }
    }

    private void Send(ClientFrame frame)
    {
        _message.Clear();
        _message.Add(frame);
        Connection.Send(WebSocketFrame.Binary, _message.Message.Span);
    }
}
