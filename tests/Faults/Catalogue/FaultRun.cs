using Tacit.Faults.Load;
using Tacit.Faults.Places;

namespace Tacit.Faults.Catalogue;

/// <summary>What a fault did.</summary>
/// <param name="Fault">Which.</param>
/// <param name="AcknowledgedCount">How many entries were acknowledged, before, meanwhile and after.</param>
/// <param name="Violations">All that must not be; empty where all is well.</param>
/// <param name="Waits">Each client's longest wait for an acknowledgement, shortest first.</param>
/// <param name="Folder">Where the processes' output stays; null where all is well.</param>
internal sealed record FaultRun(
    Fault Fault, long AcknowledgedCount, IReadOnlyList<string> Violations, TimeSpan[] Waits, string? Folder)
{
    // Enough that everybody is in the middle of something.
    private const int AcknowledgementsAround = 3;

    /// <summary>Whether everything that was promised was kept.</summary>
    public bool IsGreen => Violations.Count == 0;

    /// <summary>Makes a fault happen to a server of its own, under load.</summary>
    /// <param name="fault">Which.</param>
    /// <param name="shape">How much load.</param>
    /// <param name="seed">Chooses the clients' waits; it does not make a run of processes repeat itself.</param>
    public static async Task<FaultRun> MakeAsync(Fault fault, LoadShape shape, int seed)
    {
        await using var place = await Place.StartAsync(fault.Shape);
        await using var load = await Workload.StartAsync(place.Url, shape, seed);
        TimeSpan[] waits = [];
        var violations = new List<string>();
        try
        {
            await load.GoOnAsync(AcknowledgementsAround);
            load.Mark();
            await fault.HappenAsync(place, load);
            await load.GoOnAsync(AcknowledgementsAround);
            waits = load.Waits();
            violations.AddRange(await load.FinishAsync());
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or IOException)
        {
            violations.AddRange(load.Violations);
            violations.Add(failure.Message);
        }

        place.IsKept = violations.Count > 0;
        return new(fault, load.AcknowledgedCount, violations, waits, place.IsKept ? place.Folder : null);
    }
}
