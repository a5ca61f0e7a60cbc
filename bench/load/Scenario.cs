using System.Diagnostics;

namespace Tacit.Bench.Load;

/// <summary>So many rooms of so many clients, all of whom write.</summary>
/// <param name="RoomCount">Rooms.</param>
/// <param name="SeatCount">Clients of each.</param>
/// <param name="Window">Edits of one client under way at saturation.</param>
internal sealed record Scenario(int RoomCount, int SeatCount, int Window)
{
    /// <summary>Receivers of an edit: with one client in a room, the acknowledgement stands for the delivery.</summary>
    public int ReceiverCount => Math.Max(1, SeatCount - 1);

    /// <inheritdoc />
    public override string ToString() => $"{RoomCount}×{SeatCount}";

    /// <summary>Measures one server from its start to its end.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="deliveriesPerSecond">The pace; null for as fast as it goes.</param>
    /// <param name="lengths">How long to warm up and to count.</param>
    public async Task<Measured> MeasureAsync(ServerKind kind, double? deliveriesPerSecond, Lengths lengths)
    {
        using var server = await TestedServer.StartAsync(kind);
        var rooms = Enumerable.Range(0, RoomCount).Select(number => new Room(number, SeatCount)).ToArray();
        var shared = rooms.Select(_ => kind.Shared()).ToArray();
        foreach (var room in rooms)
        {
            for (var seat = 0; seat < SeatCount; seat++)
                room.Clients[seat] = kind.Seat(room, seat, shared[room.Number], server.Port);
        }

        var clients = rooms.SelectMany(room => room.Clients).ToArray();
        var editCount = EditCount(kind, deliveriesPerSecond, lengths, clients.Length);
        Parallel.ForEach(clients, client => client.Prepare(editCount));
        var connections = await OpenAsync(kind, server, rooms);
        try
        {
            var run = new Run(rooms);
            var (serverCpu, ownCpu, begun) = (0.0, TimeSpan.Zero, 0L);
            run.Counting = () =>
                (serverCpu, ownCpu, begun) = (server.CpuSeconds, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            if (deliveriesPerSecond is { } pace)
                await run.PaceAsync(pace / ReceiverCount, lengths.WarmUp, lengths.Counted);
            else
                await run.SaturateAsync(Window, lengths.WarmUp, lengths.Counted);

            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            return new(kind.Name, ToString(), deliveriesPerSecond)
            {
                DeliveriesPerSecond = run.DeliveryCount / seconds,
                CpuPer100K = (server.CpuSeconds - serverCpu) * 100_000 / Math.Max(1, run.DeliveryCount),
                P50 = run.Latency.Quantile(0.5),
                P99 = run.Latency.Quantile(0.99),
                P999 = run.Latency.Quantile(0.999),
                ServerLoad = (server.CpuSeconds - serverCpu) / seconds,
                GeneratorLoad = (Environment.CpuUsage.TotalTime - ownCpu).TotalSeconds / seconds,
                EditSizeBytes = clients[0].EditSizeBytes,
                RanOut = run.RanOut,
                FellBehind = run.FellBehind,
            };
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
            foreach (var one in clients.Concat(shared.OfType<IDisposable>()))
                one.Dispose();
        }
    }

    /// <summary>Brings all clients into their rooms, some at a time.</summary>
    public static async Task<List<LoadConnection>> OpenAsync(ServerKind kind, TestedServer server, IEnumerable<Room> rooms)
    {
        var opened = new List<LoadConnection>();
        foreach (var batch in rooms.SelectMany(room => room.Clients.Select(client => (room, client))).Chunk(50))
        {
            var opening = batch.Select(async one =>
            {
                var connection = await LoadConnection.OpenAsync(
                    server.Port, kind.PathOf(one.room), kind.Subprotocol, one.client);
                await one.client.Ready.WaitAsync(TimeSpan.FromSeconds(60));
                return connection;
            });
            opened.AddRange(await Task.WhenAll(opening));
        }

        return opened;
    }

    /// <summary>More than can be needed: of the fastest server, and for a pace exactly.</summary>
    private int EditCount(ServerKind kind, double? deliveriesPerSecond, Lengths lengths, int clientCount)
    {
        var seconds = (lengths.WarmUp + lengths.Counted).TotalSeconds + 1;
        var fastest = ReferenceEquals(kind, ServerKind.Tacit) ? lengths.EditsPerSecondMax : lengths.EditsPerSecondMax / 2;
        var editsPerSecond = deliveriesPerSecond / ReceiverCount ?? fastest;
        return (int)Math.Ceiling(editsPerSecond * seconds / clientCount) + Window + 1;
    }
}

/// <summary>How long to measure.</summary>
/// <param name="WarmUp">Before counting.</param>
/// <param name="Counted">While counting.</param>
/// <param name="EditsPerSecondMax">More than any server takes: so many edits are prepared for a second.</param>
internal sealed record Lengths(TimeSpan WarmUp, TimeSpan Counted, int EditsPerSecondMax);

/// <summary>What came out of one measurement.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Scenario">Rooms × clients.</param>
/// <param name="Pace">Deliveries a second that were asked for; null for as many as it could.</param>
internal sealed record Measured(string Server, string Scenario, double? Pace)
{
    /// <summary>Edits received by a client, a second.</summary>
    public required double DeliveriesPerSecond { get; init; }

    /// <summary>CPU seconds of the server for 100,000 of them.</summary>
    public required double CpuPer100K { get; init; }

    /// <summary>From send to receipt, milliseconds.</summary>
    public required double P50 { get; init; }

    /// <summary>The same, of 99 in 100.</summary>
    public required double P99 { get; init; }

    /// <summary>The same, of 999 in 1,000.</summary>
    public required double P999 { get; init; }

    /// <summary>Share of one core that the server used.</summary>
    public required double ServerLoad { get; init; }

    /// <summary>Share of one core that the generator used.</summary>
    public required double GeneratorLoad { get; init; }

    /// <summary>Bytes of an edit on the wire.</summary>
    public required int EditSizeBytes { get; init; }

    /// <summary>Whether prepared edits ran out before the end.</summary>
    public required bool RanOut { get; init; }

    /// <summary>Whether the generator could not keep the pace.</summary>
    public required bool FellBehind { get; init; }
}
