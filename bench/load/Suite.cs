namespace Tacit.Bench.Load;

/// <summary>What is measured, in which order, and how long.</summary>
internal sealed class Suite
{
    private static readonly Scenario[] Whole =
        [Scenario.Parse("1x50"), Scenario.Parse("100x5"), Scenario.Parse("500x2"), Scenario.Parse("5000x1")];

    /// <summary>Everything, for the report: about twenty-five minutes.</summary>
    public static readonly Suite Full = new()
    {
        Lengths = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2), 110_000),
        Kinds = [.. ServerKind.All],
        Scenarios = Whole,
        FixedPace = 10_000,
        Trials = 5,
        GraceOfControl = TimeSpan.FromSeconds(4),
        IdleCount = 5_000,
        JoinCounts = [10_000, 100_000],
        LiveCount = 500,
        ChannelCounts = [1_000, 10_000, 100_000],
        BesideChannels = (Whole[1], 50_000),
    };

    /// <summary>Two minutes: Tacit, the yardstick, and the strongest peer.</summary>
    public static readonly Suite Quick = new()
    {
        Lengths = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), 110_000),
        Kinds = [ServerKind.Tacit, ServerKind.Relay, ServerKind.Peers[0]],
        Scenarios = Whole[..2],
        FixedPace = null,
        Trials = 1,
        GraceOfControl = TimeSpan.FromSeconds(4),
        IdleCount = 1_000,
        JoinCounts = [10_000],
        LiveCount = 500,
        ChannelCounts = [],
        BesideChannels = default,
    };

    /// <summary>Tiny inputs, so that the benchmark cannot rot; its figures mean nothing.</summary>
    public static readonly Suite Smoke = new()
    {
        Lengths = new(
            TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(100), 30_000),
        Kinds = [ServerKind.Tacit, ServerKind.Relay, ServerKind.Named("y-websocket")],
        Scenarios = [new(2, 3, 2), new(5, 1, 1)],
        FixedPace = 200,
        Trials = 1,
        GraceOfControl = TimeSpan.FromSeconds(2),
        IdleCount = 20,
        JoinCounts = [100],
        LiveCount = 10,
        ChannelCounts = [100],
        BesideChannels = (new(2, 2, 1), 100),
    };

    /// <summary>How long each is measured.</summary>
    public required Lengths Lengths { get; init; }

    /// <summary>Which servers.</summary>
    public required ServerKind[] Kinds { get; init; }

    /// <summary>Who is there.</summary>
    public required Scenario[] Scenarios { get; init; }

    /// <summary>
    /// Deliveries a second for all; null for no such measurement, and none at half of the peers' saturation.
    /// </summary>
    public required double? FixedPace { get; init; }

    /// <summary>How often each server is killed.</summary>
    public required int Trials { get; init; }

    /// <summary>
    /// How long a server has in the trial where nothing may be lost, which shows that the trials can see.
    /// </summary>
    public required TimeSpan GraceOfControl { get; init; }

    /// <summary>Connections that are silent.</summary>
    public required int IdleCount { get; init; }

    /// <summary>Entries of the channels that are joined.</summary>
    public required int[] JoinCounts { get; init; }

    /// <summary>Entries after their snapshots.</summary>
    public required int LiveCount { get; init; }

    /// <summary>Channels that lie beside the active ones.</summary>
    public required int[] ChannelCounts { get; init; }

    /// <summary>Who is active beside them, at which pace.</summary>
    public required (Scenario Scenario, double Pace) BesideChannels { get; init; }

    /// <summary>
    /// All that has to be done, in order; what stands in the findings already says so. Measurements that are compared
    /// follow each other.
    /// </summary>
    public IEnumerable<Step> Steps(Findings findings)
    {
        var all = Scenarios.SelectMany(scenario => Saturated(findings, scenario))
            .Concat(Silent(findings)).Concat(Joins(findings)).Concat(Many(findings)).Concat(Kills(findings));
        if (FixedPace is not { } pace)
            return all;
        var inCompany = Scenarios.Where(scenario => scenario.SeatCount > 1).ToArray();
        return all.Concat(inCompany.SelectMany(scenario => Paced(findings, scenario, pace)))
            .Concat(inCompany.SelectMany(scenario => AtHalf(findings, scenario)));
    }

    private IEnumerable<Step> Saturated(Findings findings, Scenario scenario) =>
        from kind in Kinds
        select new Step(
            $"{kind.Name}: {scenario}",
            findings.Saturated.Any(one => one.Is(kind, scenario)),
            async () => findings.Saturated.Add(await MeasureAsync(kind, scenario, pace: null)));

    private IEnumerable<Step> Paced(Findings findings, Scenario scenario, double pace) =>
        from kind in Kinds
        select new Step(
            $"{kind.Name}: {scenario} at {pace:F0} deliveries/s",
            findings.Paced.Any(one => one.Is(kind, scenario)),
            async () => findings.Paced.Add(await MeasureAsync(kind, scenario, pace)));

    private IEnumerable<Step> AtHalf(Findings findings, Scenario scenario) =>
        from peer in Kinds
        where peer.IsPeer
        select new Step(
            $"{peer.Name} and Tacit: {scenario} at half of what the former can do",
            findings.AtHalf.Any(one => one.Peer.Is(peer, scenario)),
            async () =>
            {
                var pace = findings.Saturated.Single(one => one.Is(peer, scenario)).DeliveriesPerSecond / 2;
                findings.AtHalf.Add(new(
                    await MeasureAsync(peer, scenario, pace), await MeasureAsync(ServerKind.Tacit, scenario, pace)));
            });

    private IEnumerable<Step> Kills(Findings findings) =>
        from kind in Kinds
        select new Step(
            $"{kind.Name}: killed right after an answer",
            findings.Losses.Any(one => one.Server == kind.Name),
            async () => findings.Losses.Add(await Durability.MeasureAsync(kind, Trials, GraceOfControl)));

    private IEnumerable<Step> Silent(Findings findings) =>
        from kind in Kinds
        select new Step(
            $"{kind.Name}: {IdleCount} connections that are silent",
            findings.Idle.Any(one => one.Server == kind.Name),
            async () => findings.Idle.Add(await IdleMemory.MeasureAsync(kind, IdleCount, Lengths.Settle)));

    private IEnumerable<Step> Joins(Findings findings) =>
        from count in JoinCounts
        from live in new int?[] { null, LiveCount }
        select new Step(
            $"Tacit: join a channel of {count} entries{(live is null ? "" : " with a snapshot")}",
            findings.Joins.Any(one => one.Entries == count && one.LiveAfterSnapshot == live),
            async () => findings.Joins.Add(await JoinTimes.MeasureAsync(count, live)));

    private IEnumerable<Step> Many(Findings findings) =>
        from count in ChannelCounts
        select new Step(
            $"Tacit: {BesideChannels.Scenario} beside {count} channels",
            findings.Channels.Any(one => one.Channels == count),
            async () => findings.Channels.Add(
                await ManyChannels.MeasureAsync(count, BesideChannels.Scenario, BesideChannels.Pace, Lengths)));

    private Task<Measured> MeasureAsync(ServerKind kind, Scenario scenario, double? pace) =>
        new Measurement(kind, scenario, pace, Lengths).RunAsync();
}

/// <summary>One thing to measure.</summary>
/// <param name="Name">What, for whoever waits.</param>
/// <param name="IsDone">Whether it stands in the findings already.</param>
/// <param name="RunAsync">Measures, and adds to the findings.</param>
internal sealed record Step(string Name, bool IsDone, Func<Task> RunAsync);
