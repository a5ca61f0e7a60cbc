using System.Text;

namespace Tacit.Bench.Load.Peers;

/// <summary>A client of a Netflux server (CryptPad's protocol): JSON arrays in text frames.</summary>
internal sealed class NetfluxClient(Room room, int seat) : LoadClient(room, seat)
{
    /// <summary>Messages are numbered; 1 is the JOIN.</summary>
    private const int FirstMessage = 2;

    private readonly string _channel = room.Number.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
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
            _edits[n] = Encoding.ASCII.GetBytes(FormattableString.Invariant(
                $"[{n + FirstMessage},\"MSG\",\"{_channel}\",\"edit {Seat} {n} {update}\"]"));
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
        var at = payload.IndexOf("\"edit "u8);
        if (at >= 0)
        {
            var rest = payload[(at + "\"edit "u8.Length)..];
            var seat = ReadNumber(ref rest, ' ');
            Room.Delivered(seat, ReadNumber(ref rest, ' '));
        }
        else if (payload.IndexOf("\"IDENT\""u8) >= 0)
        {
            Connection.Send(WebSocketFrame.Text, Encoding.ASCII.GetBytes($"[1,\"JOIN\",\"{_channel}\"]"));
        }
        else if (payload.StartsWith("[1,\"JACK\""u8))
        {
            BeReady();
        }
        else if (payload.EndsWith("\"ACK\"]"u8))
        {
            // Its number is that of the message that it answers.
            var rest = payload[1..];
            Room.Acknowledged(Seat, ReadNumber(ref rest, ',') - FirstMessage);
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
