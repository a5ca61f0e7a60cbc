using System.Diagnostics;
using Tacit.Bench.Load.Peers;

namespace Tacit.Bench.Load;

/// <summary>
/// How long Tacit takes from JOIN to LIVE, over a channel with a history: what a server does when somebody opens a pad.
/// Measured at the client, so it is more than the server's part.
/// </summary>
internal static class JoinTimes
{
    private const int WarmCount = 21, WarmUpCount = 50, BufferSize = 1 << 20;

    /// <summary>Writes a channel, starts the server again, and joins.</summary>
    /// <param name="entryCount">Entries of one author before anything else.</param>
    /// <param name="liveCount">With a snapshot over all of these: so many entries after it; null for neither.</param>
    public static async Task<JoinTime> MeasureAsync(int entryCount, int? liveCount)
    {
        using var server = await TestedServer.StartAsync(ServerKind.Tacit);
        using var other = new TacitRoom();
        using var shared = new TacitRoom();
        await WriteAsync(server, other, 500, liveCount: null);
        await WriteAsync(server, shared, entryCount, liveCount);
        server.Kill();
        await server.StartAgainAsync();
        var first = await JoinAsync(server, shared, 1);

        // A server that has been running for a while, where this channel was not asked for.
        server.Kill();
        await server.StartAgainAsync();
        for (var seat = 1; seat <= WarmUpCount; seat++)
            await JoinAsync(server, other, seat);
        var cold = await JoinAsync(server, shared, 2);

        var warm = new List<double>();
        for (var seat = 3; seat < 3 + WarmCount; seat++)
            warm.Add(await JoinAsync(server, shared, seat));
        warm.Sort();
        return new(entryCount, liveCount, first, cold, warm[warm.Count / 2]);
    }

    private static async Task WriteAsync(TestedServer server, TacitRoom shared, int entryCount, int? liveCount)
    {
        var room = new Room(0, 100);
        var writer = new TacitClient(room, 0, shared);
        writer.Prepare(entryCount, liveCount);
        using (await server.OpenAsync(room, writer))
            await writer.WriteAllAsync();
    }

    private static async Task<double> JoinAsync(TestedServer server, TacitRoom shared, int seat)
    {
        var room = new Room(0, 100);
        using var reader = new TacitClient(room, seat, shared) { IsSilent = true };
        using var connection = await server.OpenAsync(room, reader, BufferSize);
        return Stopwatch.GetElapsedTime(reader.JoinedAt, reader.LiveAt).TotalMilliseconds;
    }
}

/// <summary>From JOIN to LIVE, in milliseconds.</summary>
/// <param name="Entries">Entries of the channel before a snapshot.</param>
/// <param name="LiveAfterSnapshot">Entries after a snapshot that covers the others; null without a snapshot.</param>
/// <param name="First">The first join of all after a start: the runtime compiles, too.</param>
/// <param name="Cold">The first join of this channel in a server that is warm.</param>
/// <param name="Warm">The median of the joins that follow.</param>
internal sealed record JoinTime(int Entries, int? LiveAfterSnapshot, double First, double Cold, double Warm);
