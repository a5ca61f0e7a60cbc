using System.Diagnostics;

namespace Tacit.Bench.Load;

/// <summary>Measures one server in one scenario: brings all clients in, warms up, and counts.</summary>
/// <param name="kind">Which server.</param>
/// <param name="scenario">Who is there.</param>
/// <param name="pace">Deliveries a second; null for as fast as it goes.</param>
/// <param name="lengths">How long to warm up and to count.</param>
internal sealed class Measurement(ServerKind kind, Scenario scenario, double? pace, Lengths lengths)
{
    /// <summary>Measures a server from its start to its end.</summary>
    public async Task<Measured> RunAsync()
    {
        var rooms = Prepare();
        using var server = await TestedServer.StartAsync(kind);
        return await RunAsync(server, rooms);
    }

    /// <summary>
    /// Makes the rooms with all edits that can be needed. Uses all cores: before a server is measured.
    /// </summary>
    public Room[] Prepare()
    {
        var rooms = scenario.MakeRooms(kind);
        var clients = rooms.SelectMany(room => room.Clients).ToArray();
        var editCount = EditCount(clients.Length);
        Cores.ForEach(clients, client => client.Prepare(editCount));

        // What the preparation left over is collected now, and not while something is counted.
        GC.Collect();
        return rooms;
    }

    /// <summary>Measures a server that runs already.</summary>
    public async Task<Measured> RunAsync(TestedServer server, Room[] rooms)
    {
        var connections = await server.OpenAsync(rooms);
        try
        {
            return await CountAsync(server, rooms);
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
            foreach (var client in rooms.SelectMany(room => room.Clients))
                client.Dispose();
        }
    }

    private async Task<Measured> CountAsync(TestedServer server, Room[] rooms)
    {
        var run = new Run(rooms);
        var (serverCpu, ownCpu, begun) = (0.0, TimeSpan.Zero, 0L);
        var allocated = Task.FromResult<double?>(null);
        run.Counting = () =>
        {
            (serverCpu, ownCpu, begun) = (server.CpuSeconds, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            allocated = server.ReadAllocatedBytesAsync();
        };
        if (pace is { } deliveriesPerSecond)
            await run.PaceAsync(deliveriesPerSecond / scenario.ReceiverCount, lengths.WarmUp, lengths.Counted);
        else
            await run.SaturateAsync(scenario.Window, lengths.WarmUp, lengths.Counted);

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        serverCpu = server.CpuSeconds - serverCpu;
        ownCpu = Environment.CpuUsage.TotalTime - ownCpu;
        if (run.DeliveryCount == 0)
            throw new InvalidOperationException($"{kind.Name} delivered nothing in {scenario}.");
        var allocatedBytes = await server.ReadAllocatedBytesAsync() - await allocated;
        return new(kind.Name, $"{scenario}", pace)
        {
            DeliveriesPerSecond = run.DeliveryCount / seconds,
            CpuPer100K = serverCpu * 100_000 / run.DeliveryCount,
            P50 = run.Latency.Quantile(0.5),
            P99 = run.Latency.Quantile(0.99),
            P999 = run.Latency.Quantile(0.999),
            AllocatedPerDelivery = allocatedBytes / run.DeliveryCount,
            ServerLoad = serverCpu / seconds,
            GeneratorLoad = ownCpu.TotalSeconds / seconds,
            EditSizeBytes = rooms[0].Clients[0].EditSizeBytes,
            RanOut = run.RanOut,
            FellBehind = run.FellBehind,
        };
    }

    /// <summary>More than can be needed: of the fastest server, and for a pace exactly.</summary>
    private int EditCount(int clientCount)
    {
        var seconds = (lengths.WarmUp + lengths.Counted).TotalSeconds + 1;
        var fastest = kind.IsPeer ? lengths.EditsPerSecondMax / 2 : lengths.EditsPerSecondMax;
        var editsPerSecond = pace / scenario.ReceiverCount ?? fastest;
        return (int)Math.Ceiling(editsPerSecond * seconds / clientCount) + scenario.Window + 1;
    }
}

/// <summary>How long to measure.</summary>
/// <param name="WarmUp">Before counting: long enough that a runtime has compiled what it runs often.</param>
/// <param name="Counted">While counting.</param>
/// <param name="Settle">Memory that stays within a percent for so long is settled.</param>
/// <param name="EditsPerSecondMax">More than any server takes: so many edits are prepared for a second.</param>
internal sealed record Lengths(TimeSpan WarmUp, TimeSpan Counted, TimeSpan Settle, int EditsPerSecondMax);
