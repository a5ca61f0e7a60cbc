using System.Text;

namespace Tacit.Bench.Load.Peers;

/// <summary>
/// A client of a server that speaks y-protocols: the sync messages as y-websocket has them, or each behind the name of
/// its document and after an authentication, as Hocuspocus has them.
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
            var length = (int)Varint.Read(ref payload);
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
                Take(payload[2..]);
                BeReady();
                break;
            case Update:
                Take(payload[2..]);
                break;
        }
    }

    // Both servers send edits back to their writer too: that is no delivery. y-websocket gives no other answer.
    private void Take(ReadOnlySpan<byte> prefixed)
    {
        Varint.Read(ref prefixed);
        var edits = new YjsEdits(prefixed);
        while (edits.TryNext())
        {
            if (edits.Seat != Seat)
                Room.Delivered(edits.Seat, edits.Number);
            else if (!isHocuspocus)
                Room.Acknowledged(Seat, edits.Number);
        }
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
}
