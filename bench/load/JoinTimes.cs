using System.Diagnostics;
using Tacit.Bench.Load.Peers;

namespace Tacit.Bench.Load;

/// <summary>
/// How long Tacit takes from JOIN to LIVE, over a channel with a history: what a server does when somebody opens a pad.
/// </summary>
internal static class JoinTimes
{
    /// <summary>Measures a channel.</summary>
    /// <param name="entryCount">Entries of one author before anything else.</param>
    /// <param name="liveCount">With a snapshot over all of these: so many entries after it; null for no snapshot.</param>
    /// <returns>Milliseconds: the first join after a start of the server, and the median of ten more.</returns>
    public static async Task<(double Cold, double Warm)> MeasureAsync(int entryCount, int? liveCount)
    {
        using var server = await TestedServer.StartAsync(ServerKind.Tacit);
        using var shared = new TacitRoom();
        var room = new Room(0, 100);
        var writer = new TacitClient(room, 0, shared, server.Port);
        writer.Prepare(entryCount, liveCount);
        room.Clients[0] = writer;
        using (await LoadConnection.OpenAsync(server.Port, "/sync", "tacit.1", writer))
        {
            await writer.Ready.WaitAsync(TimeSpan.FromSeconds(60));
            await writer.WriteAllAsync();
        }

        server.Kill();
        await server.StartAgainAsync();
        var cold = await JoinAsync(room, 1, shared, server);
        var warm = new List<double>();
        for (var seat = 2; seat < 12; seat++)
            warm.Add(await JoinAsync(room, seat, shared, server));
        warm.Sort();
        return (cold, warm[warm.Count / 2]);
    }

    private static async Task<double> JoinAsync(Room room, int seat, TacitRoom shared, TestedServer server)
    {
        var reader = new TacitClient(room, seat, shared, server.Port) { IsSilent = true };
        using var connection = await LoadConnection.OpenAsync(server.Port, "/sync", "tacit.1", reader, 1 << 20);
        await reader.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        var took = Stopwatch.GetElapsedTime(reader.JoinedAt, reader.LiveAt).TotalMilliseconds;
        reader.Dispose();
        return took;
    }
}
