using Tacit.Bench.Load.Peers;

namespace Tacit.Bench.Load;

/// <summary>What many channels cost Tacit: to start over them, and to deliver beside them.</summary>
internal static class ManyChannels
{
    /// <summary>Below what one connection may join (connection.md §4.9).</summary>
    private const int ChannelsPerConnection = 1000;

    /// <summary>Makes channels, each with its first entry, and measures.</summary>
    /// <param name="channelCount">How many.</param>
    /// <param name="scenario">Who is active beside them.</param>
    /// <param name="pace">Deliveries a second among those.</param>
    /// <param name="lengths">How long.</param>
    public static async Task<ChannelCost> MeasureAsync(
        int channelCount, Scenario scenario, double pace, Lengths lengths)
    {
        var beside = new Measurement(ServerKind.Tacit, scenario, pace, lengths);
        var (whileJoined, whileStored) = (beside.Prepare(), beside.Prepare());
        using var server = await TestedServer.StartAsync(ServerKind.Tacit);
        var before = await server.SettledMemoryAsync(lengths.Settle);
        var crowd = await FillAsync(server, channelCount);
        var memory = await server.SettledMemoryAsync(lengths.Settle) - before;
        var joined = await beside.RunAsync(server, whileJoined);
        foreach (var member in crowd)
        {
            member.Connection.Dispose();
            member.Dispose();
        }

        var stored = await beside.RunAsync(server, whileStored);
        server.Kill();
        var start = await server.StartAgainAsync();
        return new(
            channelCount, joined.CpuPer100K, stored.CpuPer100K, joined.P99, stored.P99,
            memory / (double)channelCount, start.TotalSeconds);
    }

    private static async Task<TacitCrowd[]> FillAsync(TestedServer server, int channelCount)
    {
        var room = new Room(0, 1);
        var members = Enumerable.Range(0, (channelCount + ChannelsPerConnection - 1) / ChannelsPerConnection)
            .Select(number => new TacitCrowd(
                room, Math.Min(ChannelsPerConnection, channelCount - (number * ChannelsPerConnection))))
            .ToArray();
        foreach (var member in members)
        {
            member.Prepare(0);
            await server.OpenAsync(room, member);
        }

        return members;
    }
}

/// <summary>What many channels cost.</summary>
/// <param name="Channels">How many there are beside the active ones.</param>
/// <param name="CpuPer100KJoined">CPU seconds for 100,000 deliveries among others, while all are joined.</param>
/// <param name="CpuPer100KStored">The same, while nobody is in them.</param>
/// <param name="P99Joined">Milliseconds from send to receipt, of 99 in 100, while all are joined.</param>
/// <param name="P99Stored">The same, while nobody is in them.</param>
/// <param name="BytesEach">Resident memory of the server for each that is joined.</param>
/// <param name="StartSeconds">From the start of the process over such a store until it takes connections.</param>
internal sealed record ChannelCost(
    int Channels,
    double CpuPer100KJoined,
    double CpuPer100KStored,
    double P99Joined,
    double P99Stored,
    double BytesEach,
    double StartSeconds);
