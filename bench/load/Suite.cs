namespace Tacit.Bench.Load;

/// <summary>What is measured, in which order, and how long. Says on standard error where it is.</summary>
internal sealed class Suite
{
    private static readonly Scenario[] Scenarios = [new(1, 50, 4), new(100, 5, 2), new(500, 2, 2), new(5000, 1, 1)];

    /// <summary>Everything, for the report: about half an hour.</summary>
    public static readonly Suite Full = new()
    {
        Lengths = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8), 45_000),
        Kinds = [ServerKind.Tacit, .. ServerKind.Peers],
        AtSaturation = Scenarios,
        FixedPace = 10_000,
        Trials = 5,
        IdleCount = 5_000,
        JoinCounts = [10_000, 100_000],
        ChannelCounts = [1_000, 100_000],
    };

    /// <summary>Two minutes: Tacit and the strongest peer.</summary>
    public static readonly Suite Quick = new()
    {
        Lengths = new(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3), 40_000),
        Kinds = [ServerKind.Tacit, ServerKind.Peers[0]],
        AtSaturation = Scenarios[..3],
        FixedPace = 10_000,
        Trials = 1,
        IdleCount = 1_000,
        JoinCounts = [10_000],
        ChannelCounts = [],
    };

    /// <summary>Tiny inputs, so that the benchmark cannot rot; its figures mean nothing.</summary>
    public static readonly Suite Smoke = new()
    {
        Lengths = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500), 2_000),
        Kinds = [ServerKind.Tacit],
        AtSaturation = [new(1, 5, 2), new(5, 2, 1), new(5, 1, 1)],
        FixedPace = 200,
        Trials = 1,
        IdleCount = 20,
        JoinCounts = [100],
        ChannelCounts = [100],
    };

    public required Lengths Lengths { get; init; }

    public required ServerKind[] Kinds { get; init; }

    public required Scenario[] AtSaturation { get; init; }

    public required double FixedPace { get; init; }

    public required int Trials { get; init; }

    public required int IdleCount { get; init; }

    public required int[] JoinCounts { get; init; }

    public required int[] ChannelCounts { get; init; }

    /// <summary>Measures all of it.</summary>
    public async Task<Findings> RunAsync()
    {
        var findings = new Findings();
        foreach (var scenario in AtSaturation)
        {
            foreach (var kind in Kinds.Where(one => Fits(one, scenario)))
                findings.Saturated.Add(await MeasureAsync(kind, scenario, pace: null));
        }

        foreach (var scenario in AtSaturation.Where(one => one.SeatCount > 1))
        {
            foreach (var kind in Kinds)
                findings.Paced.Add(await MeasureAsync(kind, scenario, FixedPace));
        }

        // Each peer at half of what it can do, and Tacit at the same pace.
        foreach (var scenario in AtSaturation.Where(one => one.SeatCount > 1))
        {
            foreach (var peer in Kinds.Where(one => one != ServerKind.Tacit))
            {
                var most = findings.Saturated.Single(one => one.Server == peer.Name && one.Scenario == $"{scenario}");
                var pace = most.DeliveriesPerSecond / 2;
                var pair = (await MeasureAsync(peer, scenario, pace), await MeasureAsync(ServerKind.Tacit, scenario, pace));
                findings.AtHalf.Add(pair);
            }
        }

        foreach (var kind in Kinds)
        {
            Say($"{kind.Name}: killed right after an edit was shown");
            findings.Lost.Add((kind, await Durability.CountLossesAsync(kind, Trials), Trials));
            Say($"{kind.Name}: {IdleCount} connections that are silent");
            findings.IdleBytes.Add((kind.Name, await IdleMemory.MeasureAsync(kind, IdleCount)));
        }

        foreach (var count in JoinCounts)
        {
            foreach (var live in new int?[] { null, 500 })
            {
                Say($"join a channel of {count} entries");
                findings.Joins.Add((count, live, await JoinTimes.MeasureAsync(count, live)));
            }
        }

        foreach (var count in ChannelCounts)
        {
            Say($"start over {count} channels");
            findings.Starts.Add((count, await StartTime.MeasureAsync(count)));
        }

        return findings;
    }

    /// <summary>Alone in a room, only a server that acknowledges has something to measure.</summary>
    private static bool Fits(ServerKind kind, Scenario scenario) => scenario.SeatCount > 1 || kind == ServerKind.Tacit;

    private static void Say(string what) => Console.Error.WriteLine(what);

    private async Task<Measured> MeasureAsync(ServerKind kind, Scenario scenario, double? pace)
    {
        Say($"{kind.Name}: {scenario}{(pace is { } wanted ? $" at {wanted:F0} deliveries/s" : "")}");
        return await scenario.MeasureAsync(kind, pace, Lengths);
    }
}

/// <summary>All that was measured.</summary>
internal sealed class Findings
{
    /// <summary>As fast as each goes.</summary>
    public List<Measured> Saturated { get; } = [];

    /// <summary>All at one pace.</summary>
    public List<Measured> Paced { get; } = [];

    /// <summary>Each peer at half of its saturation, and Tacit at the same pace.</summary>
    public List<(Measured Peer, Measured Tacit)> AtHalf { get; } = [];

    /// <summary>In how many trials an edit that others had been shown was lost by a kill.</summary>
    public List<(ServerKind Kind, int Lost, int Trials)> Lost { get; } = [];

    /// <summary>Memory of a silent connection.</summary>
    public List<(string Server, double Bytes)> IdleBytes { get; } = [];

    /// <summary>From JOIN to LIVE, in milliseconds.</summary>
    public List<(int Entries, int? LiveAfterSnapshot, (double Cold, double Warm) Times)> Joins { get; } = [];

    /// <summary>Seconds to start over so many channels.</summary>
    public List<(int Channels, double Seconds)> Starts { get; } = [];
}
