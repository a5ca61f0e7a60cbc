using System.Text;

namespace Tacit.Bench.Load.Peers;

/// <summary>
/// A client of a socket.io server that passes events on to a room (Engine.IO 4 over a WebSocket, text frames). An edit
/// is its number and a Yjs update in base64.
/// </summary>
internal sealed class SocketIoClient(Room room, int seat) : LoadClient(room, seat)
{
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
            var update = Convert.ToBase64String(source.NextUpdate());

            // Alone in a room, it asks for an answer, by a number; 0 is the join's.
            var answer = Room.SeatCount == 1 ? $"{n + 1}" : "";
            _edits[n] = Encoding.ASCII.GetBytes(
                FormattableString.Invariant($"42{answer}[\"edit\",{Seat},{n},\"{update}\"]"));
        }
    }

    /// <inheritdoc />
    public override void Opened()
    {
    }

    /// <inheritdoc />
    public override void SendEdit(int number) => Connection.Send(WebSocketFrame.Text, _edits[number]);

    /// <inheritdoc />
    public override void Received(byte opcode, ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith("42[\"edit\","u8))
        {
            var rest = payload["42[\"edit\","u8.Length..];
            var seat = ReadNumber(ref rest, ',');
            Room.Delivered(seat, ReadNumber(ref rest, ','));
        }
        else if (payload.StartsWith("0"u8))
        {
            Connection.Send(WebSocketFrame.Text, "40"u8);
        }
        else if (payload.StartsWith("40"u8))
        {
            var join = FormattableString.Invariant($"420[\"join\",\"room-{Room.Number}\"]");
            Connection.Send(WebSocketFrame.Text, Encoding.ASCII.GetBytes(join));
        }
        else if (payload.StartsWith("430["u8))
        {
            BeReady();
        }
        else if (payload.StartsWith("43"u8))
        {
            var rest = payload[2..];
            Room.Acknowledged(Seat, ReadNumber(ref rest, '[') - 1);
        }
        else if (payload.SequenceEqual("2"u8))
        {
            Connection.Send(WebSocketFrame.Text, "3"u8);
        }
    }

    private static int ReadNumber(ref ReadOnlySpan<byte> source, char end)
    {
        var length = source.IndexOf((byte)end);
        var number = int.Parse(source[..length], System.Globalization.CultureInfo.InvariantCulture);
        source = source[(length + 1)..];
        return number;
    }
}
