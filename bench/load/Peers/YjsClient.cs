using System.Text;

namespace Tacit.Bench.Load.Peers;

/// <summary>
/// A client of a server that speaks y-protocols: the sync messages as y-websocket has them, or each behind the name of its
/// document and after an authentication, as Hocuspocus has them.
/// </summary>
/// <param name="room">Whom it writes with.</param>
/// <param name="seat">Its number there.</param>
/// <param name="isHocuspocus">Whether messages begin with the name of the document.</param>
internal sealed class YjsClient(Room room, int seat, bool isHocuspocus) : LoadClient(room, seat)
{
    private const byte Sync = 0, Auth = 2, SyncReply = 4, SyncStatus = 8;
    private const byte Step1 = 0, Step2 = 1, Update = 2;

    private readonly byte[] _document = isHocuspocus ? Prefixed(Encoding.UTF8.GetBytes($"room-{room.Number}")) : [];
    private byte[][] _edits = [];
    private int _answeredCount;

    /// <inheritdoc />
    public override int EditCount => _edits.Length;

    /// <inheritdoc />
    public override int EditSizeBytes => _edits is [var first, ..] ? first.Length : 0;

    /// <inheritdoc />
    public override void Prepare(int count)
    {
        var source = new EditSource(Seat);
        _edits = new byte[count][];
        for (var n = 0; n < count; n++)
            _edits[n] = [.. _document, Sync, Update, .. Prefixed(source.NextUpdate())];
    }

    /// <inheritdoc />
    public override void Opened()
    {
        if (isHocuspocus)
            {
            Connection.Send(
                WebSocketFrame.Binary, [.. _document, Auth, 0, .. Prefixed("token"u8), .. Prefixed("4.7.0"u8)]);
        }


        // Step 1 with an empty state vector: asks for everything.
        Connection.Send(WebSocketFrame.Binary, [.. _document, Sync, Step1, 1, 0]);
    }

    /// <inheritdoc />
    public override void SendEdit(int number) => Connection.Send(WebSocketFrame.Binary, _edits[number]);

    /// <inheritdoc />
    public override void Received(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (isHocuspocus)
        {
            var length = (int)ReadVarint(ref payload);
            payload = payload[length..];
        }

        // Hocuspocus answers each edit when it has applied it, in order.
        if (payload is [SyncStatus, 1] && _answeredCount < _edits.Length)
            Room.Acknowledged(Seat, _answeredCount++);
        if (payload.Length < 2 || payload[0] is not (Sync or SyncReply))
            return;
        switch (payload[1])
        {
            case Step2:
                TellWhatIsThere(payload[2..]);
                BeReady();
                break;
            case Update:
                payload = payload[2..];
                ReadVarint(ref payload);
                TakeUpdate(payload);
                break;
        }
    }

    // For a newcomer: a room that was written by one client has its edits in one run.
    private void TellWhatIsThere(ReadOnlySpan<byte> state)
    {
        ReadVarint(ref state);
        if (state[0] == 1)
            TakeUpdate(state);
    }

    /// <summary>
    /// A Yjs update v1 begins with the number of clients, and for each with the number of structs, the client and the clock.
    /// Servers may pass on several edits in one update: each is a struct, or a run of characters that they merged.
    /// </summary>
    private void TakeUpdate(ReadOnlySpan<byte> update)
    {
        var clientCount = ReadVarint(ref update);
        if (clientCount != 1)
            throw new InvalidDataException("The generator reads updates of one client; the server merged those of several.");
        ReadVarint(ref update);
        var client = ReadVarint(ref update);
        var clock = ReadVarint(ref update);
        if (client - EditSource.ClientOf(0) is var seat and >= 0 && seat < Room.SeatCount)
            Room.Delivered((int)seat, (int)(clock / EditSource.EditLength));
    }

    private static byte[] Prefixed(ReadOnlySpan<byte> bytes)
    {
        var prefix = new List<byte>();
        var rest = (uint)bytes.Length;
        for (; rest >= 0x80; rest >>= 7)
            prefix.Add((byte)(rest | 0x80));
        prefix.Add((byte)rest);
        return [.. prefix, .. bytes];
    }

    private static long ReadVarint(ref ReadOnlySpan<byte> source)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = source[0];
            source = source[1..];
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
