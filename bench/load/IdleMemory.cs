namespace Tacit.Bench.Load;

/// <summary>What a connection costs that has joined and is silent.</summary>
internal static class IdleMemory
{
    /// <summary>Bytes of the server's resident memory for each of so many connections, each in a room of its own.</summary>
    public static async Task<double> MeasureAsync(ServerKind kind, int connectionCount)
    {
        using var server = await TestedServer.StartAsync(kind);

        // Some come and go first, so that what the server builds once is not counted.
        await ConnectAsync(kind, server, 0, 200);
        var before = await server.SettledMemoryAsync();
        var connections = await ConnectAsync(kind, server, 200, connectionCount);
        var after = await server.SettledMemoryAsync();
        foreach (var connection in connections)
            connection.Dispose();
        return (after - before) / (double)connectionCount;
    }

    private static async Task<List<LoadConnection>> ConnectAsync(
        ServerKind kind, TestedServer server, int firstRoom, int count)
    {
        var rooms = Enumerable.Range(firstRoom, count).Select(number => new Room(number, 1)).ToArray();
        foreach (var room in rooms)
        {
            room.Clients[0] = kind.Seat(room, 0, kind.Shared(), server.Port);
            room.Clients[0].Prepare(0);
        }

        return await Scenario.OpenAsync(kind, server, rooms);
    }
}
