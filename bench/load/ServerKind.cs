using Tacit.Bench.Load.Peers;

namespace Tacit.Bench.Load;

/// <summary>A server that can be measured: how to start it, how to speak with it, and what it promises.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Promise">What an answer or an echo of it means for an edit when it is killed right after.</param>
/// <param name="Command">Program and arguments; {port}, {folder} and {tacit} stand for what they say.</param>
/// <param name="Path">Where its WebSocket is; {room} stands for the number of the room.</param>
/// <param name="Subprotocol">The WebSocket subprotocol it asks for.</param>
/// <param name="Shared">Makes what the clients of one room share.</param>
/// <param name="Seat">Makes a client of a room, at a seat, with what is shared.</param>
internal sealed record ServerKind(
    string Name,
    string Promise,
    string[] Command,
    string Path,
    string? Subprotocol,
    Func<object?> Shared,
    Func<Room, int, object?, LoadClient> Seat)
{
    /// <summary>Whether it keeps anything at all.</summary>
    public bool Keeps { get; init; }

    /// <summary>Whether <c>/metrics</c> tells what it allocated.</summary>
    public bool TellsAllocations { get; init; }

    /// <summary>Whether it is one of those that Tacit is compared with.</summary>
    public bool IsPeer => this != Tacit && this != Cluster && this != Relay;

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
        static (room, seat, shared) => new TacitClient(room, seat, (TacitRoom)shared!))
    {
        Keeps = true,
        TellsAllocations = true,
    };

    /// <summary>
    /// Tacit with a front, a core and a storage as processes, on the same core of the machine. What is told of CPU and
    /// memory is the front's alone.
    /// </summary>
    public static readonly ServerKind Cluster = Tacit with
    {
        Name = "Cluster of three",
        Command = ["{peers}/../cluster", "{port}", "{folder}", "{tacit}"],
        TellsAllocations = false,
    };

    /// <summary>The yardstick: a relay over bare Kestrel connections, which keeps and checks nothing.</summary>
    public static readonly ServerKind Relay = new(
        "bare relay",
        "keeps nothing; what this machine can deliver at all",
        ["dotnet", "{relay}", "{port}"], "/room-{room}", null,
        static () => null, static (room, seat, _) => new RelayClient(room, seat))
    {
        TellsAllocations = true,
    };

    /// <summary>The peers, each with what its own guide recommends for persistence.</summary>
    public static readonly ServerKind[] Peers =
    [
        new(
            "Hocuspocus 4, SQLite",
            "answered and shown to others at once; stored seconds later",
            ["node", "{peers}/hocuspocus.mjs", "{port}", "{folder}"], "/", null,
            static () => null, static (room, seat, _) => new YjsClient(room, seat, isHocuspocus: true))
        {
            Keeps = true,
        },
        new(
            "y-websocket, LevelDB",
            "shown to others and to the writer at once; stored after, without a flush",
            ["node", "{peers}/y-websocket.mjs", "{port}", "{folder}"], "/room-{room}", null,
            static () => null, static (room, seat, _) => new YjsClient(room, seat, isHocuspocus: false))
        {
            Keeps = true,
        },
        new(
            "socket.io 4",
            "keeps nothing",
            ["node", "{peers}/socket-io.mjs", "{port}"], "/socket.io/?EIO=4&transport=websocket", null,
            static () => null, static (room, seat, _) => new SocketIoClient(room, seat)),
        new(
            "chainpad-server",
            "keeps nothing",
            ["node", "{peers}/chainpad.mjs", "{port}"], "/", null,
            static () => null, static (room, seat, _) => new NetfluxClient(room, seat)),
    ];

    /// <summary>All that can be measured.</summary>
    public static IEnumerable<ServerKind> All => [Tacit, Relay, .. Peers];

    /// <summary>The one whose name begins so.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ServerKind Named(string name) =>
        All.Append(Cluster).FirstOrDefault(one => one.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"{name} is none of {string.Join(", ", All.Select(one => one.Name))}.", nameof(name));
}
