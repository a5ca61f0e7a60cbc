namespace Tacit.Bench.Load;

/// <summary>What a connection costs that has joined and is silent.</summary>
internal static class IdleMemory
{
    /// <summary>Some come and go first, so that what the server builds once is not counted.</summary>
    private const int WarmUpCount = 200;

    /// <summary>Connects so many, each to a room of its own, and reads the server's resident memory.</summary>
    public static async Task<IdleCost> MeasureAsync(ServerKind kind, int connectionCount, TimeSpan settle)
    {
        using var server = await TestedServer.StartAsync(kind);
        var visitors = await ConnectAsync(kind, server, 0, WarmUpCount);
        foreach (var connection in visitors)
            connection.Dispose();
        var before = await server.SettledMemoryAsync(settle);
        var connections = await ConnectAsync(kind, server, WarmUpCount, connectionCount);
        var after = await server.SettledMemoryAsync(settle);
        if (connections.FirstOrDefault(connection => connection.Fault is not null) is { } ended)
            throw new IOException($"{kind.Name} ended a silent connection: {ended.Fault}");
        foreach (var connection in connections)
            connection.Dispose();
        return new(kind.Name, connectionCount, (after - before) / (double)connectionCount);
    }

    private static Task<List<LoadConnection>> ConnectAsync(
        ServerKind kind, TestedServer server, int firstRoom, int count)
    {
        var rooms = new Scenario(count, 1, 1).MakeRooms(kind, firstRoom);
        foreach (var room in rooms)
            room.Clients[0].Prepare(0);
        return server.OpenAsync(rooms);
    }
}

/// <summary>What silent connections cost.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Connections">How many there were.</param>
/// <param name="BytesEach">How much the server's resident memory grew for each.</param>
internal sealed record IdleCost(string Server, int Connections, double BytesEach);
