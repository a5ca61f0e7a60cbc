using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Tacit.Bench.Relay;

/// <summary>Upgrades a connection to a WebSocket by hand, and passes on its messages. Source: RFC 6455.</summary>
internal sealed class RelayHandler(RelayRooms rooms) : ConnectionHandler
{
    private const string KeyHeader = "Sec-WebSocket-Key: ", Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <inheritdoc />
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        if (await ReadRequestAsync(input) is not { } request)
            return;
        if (KeyOf(request) is not { } key)
        {
            await output.WriteAsync(Metrics());
            return;
        }

        // In its room before it is told so: the generator begins as soon as all were told.
        var room = rooms.At(request.Split(' ')[1]);
        var member = new RelayMember(output);
        room.Enter(member);
        try
        {
            await output.WriteAsync(Upgrade(key));
            await RelayAsync(input, room, member);
        }
        finally
        {
            room.Leave(member);
        }
    }

    private static async Task<string?> ReadRequestAsync(PipeReader input)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            var text = Encoding.ASCII.GetString(read.Buffer);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                input.AdvanceTo(read.Buffer.GetPosition(end + 4));
                return text[..end];
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private static string? KeyOf(string request) =>
        request.Split("\r\n").FirstOrDefault(line => line.StartsWith(KeyHeader, StringComparison.OrdinalIgnoreCase))
            ?[KeyHeader.Length..];

    private static byte[] Upgrade(string key)
    {
        // SHA-1 is what the handshake asks for; it protects nothing.
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        return Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + $"Upgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
    }

    private static byte[] Metrics()
    {
        var line = string.Create(
            CultureInfo.InvariantCulture, $"tacit_process_allocated_bytes_total {GC.GetTotalAllocatedBytes()}\n");
        return Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
            + $"Content-Length: {line.Length}\r\nConnection: close\r\n\r\n{line}");
    }

    private static async Task RelayAsync(PipeReader input, RelayRoom room, RelayMember member)
    {
        var frame = new byte[4096];
        while (true)
        {
            var read = await input.ReadAsync();
            var rest = read.Buffer;
            while (RelayFrame.TryTake(ref rest, ref frame, out var length))
                room.Pass(member, frame.AsSpan(0, length));
            input.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                return;
        }
    }
}
