using System.Buffers.Binary;

namespace Tacit.Bench.Load.Peers;

/// <summary>
/// A client of the bare relay: its seat and the number of the edit, 4 bytes each, then a Yjs update, and as many zeros
/// as make it as long as Tacit's entry of the same edit, so that both move the same bytes.
/// </summary>
internal sealed class RelayClient(Room room, int seat) : LoadClient(room, seat)
{
    private const int HeaderLength = 8, SealedLength = 251;

    private byte[][] _edits = [];

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
        {
            var update = source.NextUpdate();
            var edit = _edits[n] = new byte[Math.Max(SealedLength, HeaderLength + update.Length)];
            BinaryPrimitives.WriteInt32LittleEndian(edit, Seat);
            BinaryPrimitives.WriteInt32LittleEndian(edit.AsSpan(4), n);
            update.CopyTo(edit.AsSpan(HeaderLength));
        }
    }

    /// <inheritdoc />
    public override void Opened() => BeReady();

    /// <inheritdoc />
    public override void SendEdit(int number) => Connection.Send(WebSocketFrame.Binary, _edits[number]);

    /// <inheritdoc />
    public override void Received(byte opcode, ReadOnlySpan<byte> payload)
    {
        var writer = BinaryPrimitives.ReadInt32LittleEndian(payload);
        var number = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        if (writer == Seat)
            Room.Acknowledged(Seat, number);
        else
            Room.Delivered(writer, number);
    }
}
