using Tacit.Bench.Load.Peers;

namespace Tacit.Bench.Load;

/// <summary>A server that can be measured: how to start it, how to speak with it, and what it promises.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Promise">What an answer or an echo of it means for an edit when it is killed right after.</param>
/// <param name="Command">Program and arguments; {port}, {folder} and {tacit} stand for what they say.</param>
/// <param name="Path">Where its WebSocket is; {room} stands for the number of the room.</param>
/// <param name="Subprotocol">The WebSocket subprotocol it asks for.</param>
/// <param name="Shared">Makes what the clients of one room share.</param>
/// <param name="Seat">Makes a client of a room, at a seat, with what is shared, for a port.</param>
internal sealed record ServerKind(
    string Name,
    string Promise,
    string[] Command,
    string Path,
    string? Subprotocol,
    Func<object?> Shared,
    Func<Room, int, object?, int, LoadClient> Seat)
{
    /// <summary>Where the WebSocket of a room is.</summary>
    public string PathOf(Room room) => Path.Replace("{room}", $"{room.Number}", StringComparison.Ordinal);

    /// <summary>Tacit, as it is run: every acknowledgement after a flush.</summary>
    public static readonly ServerKind Tacit = new(
        "Tacit",
        "acknowledged and shown to others after the commit was flushed to the disk",
        [
            "dotnet", "{tacit}", "serve", "--listen", "127.0.0.1:{port}", "--data", "{folder}",
            "--connections-per-address", "20000", "--create-burst", "1000000", "--log-level", "warning",
        ],
        "/sync",
        "tacit.1",
        static () => new TacitRoom(),
        static (room, seat, shared, port) => new TacitClient(room, seat, (TacitRoom)shared!, port));

    /// <summary>The peers, each with what its own guide recommends for persistence.</summary>
    public static readonly ServerKind[] Peers =
    [
        new(
            "Hocuspocus 4, SQLite",
            "shown to others at once; stored some seconds later",
            ["node", "{peers}/hocuspocus.mjs", "{port}", "{folder}"], "/", null,
            static () => null, static (room, seat, _, _) => new YjsClient(room, seat, isHocuspocus: true)),
        new(
            "y-websocket, LevelDB",
            "shown to others at once; stored after, without a flush",
            ["node", "{peers}/y-websocket.mjs", "{port}", "{folder}"], "/room-{room}", null,
            static () => null, static (room, seat, _, _) => new YjsClient(room, seat, isHocuspocus: false)),
        new(
            "socket.io 4",
            "keeps nothing",
            ["node", "{peers}/socket-io.mjs", "{port}"], "/socket.io/?EIO=4&transport=websocket", null,
            static () => null, static (room, seat, _, _) => new SocketIoClient(room, seat)),
        new(
            "chainpad-server",
            "keeps nothing",
            ["node", "{peers}/chainpad.mjs", "{port}"], "/", null,
            static () => null, static (room, seat, _, _) => new NetfluxClient(room, seat)),
    ];
}
