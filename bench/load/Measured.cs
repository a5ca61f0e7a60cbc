namespace Tacit.Bench.Load;

/// <summary>What came out of one measurement.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Scenario">Rooms × clients.</param>
/// <param name="Pace">Deliveries a second that were asked for; null for as many as it could.</param>
internal sealed record Measured(string Server, string Scenario, double? Pace)
{
    /// <summary>Edits received by a client, a second.</summary>
    public required double DeliveriesPerSecond { get; init; }

    /// <summary>CPU seconds of the server for 100,000 of them, user and system.</summary>
    public required double CpuPer100K { get; init; }

    /// <summary>From send to receipt, milliseconds.</summary>
    public required double P50 { get; init; }

    /// <summary>The same, of 99 in 100.</summary>
    public required double P99 { get; init; }

    /// <summary>The same, of 999 in 1,000.</summary>
    public required double P999 { get; init; }

    /// <summary>
    /// Bytes that the server allocated on its managed heap for each delivery; null where it cannot tell.
    /// </summary>
    public required double? AllocatedPerDelivery { get; init; }

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

    /// <summary>
    /// Whether the generator, and not the server, set the limit: the server could have delivered more.
    /// </summary>
    public bool IsLimitedByGenerator => Pace is null && GeneratorLoad > 0.95 && ServerLoad < 0.95;

    /// <summary>Whether it is of this server in this scenario.</summary>
    public bool Is(ServerKind kind, Scenario scenario) => Server == kind.Name && Scenario == $"{scenario}";
}
