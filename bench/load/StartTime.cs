using Tacit.Bench.Load.Peers;

namespace Tacit.Bench.Load;

/// <summary>How long Tacit takes to start over a store of many channels, and what deliveries cost then.</summary>
internal static class StartTime
{
    /// <summary>Makes the channels, each with its first entry, kills the server and starts it again.</summary>
    /// <returns>Seconds until it takes connections.</returns>
    public static async Task<double> MeasureAsync(int channelCount)
    {
        using var server = await TestedServer.StartAsync(ServerKind.Tacit);
        await FillAsync(server, channelCount);
        server.Kill();
        return (await server.StartAgainAsync()).TotalSeconds;
    }

    /// <summary>Makes channels that stay in the store while nobody is in them.</summary>
    public static async Task FillAsync(TestedServer server, int channelCount)
    {
        foreach (var batch in Enumerable.Range(0, channelCount).Chunk(1000))
        {
            var rooms = batch.Select(number => new Room(number, 1)).ToArray();
            Parallel.ForEach(rooms, room =>
            {
                room.Clients[0] = new TacitClient(room, 0, new TacitRoom(), server.Port);
                room.Clients[0].Prepare(0);
            });
            foreach (var connection in await Scenario.OpenAsync(ServerKind.Tacit, server, rooms))
                connection.Dispose();
        }
    }
}
