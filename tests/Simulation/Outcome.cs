namespace Tacit.Simulation;

/// <summary>How a run ended.</summary>
/// <param name="Seed">What it was drawn from.</param>
/// <param name="Violation">What must never happen, and did; null if all was well.</param>
/// <param name="Sum">The hash of everything that happened.</param>
/// <param name="StepCount">Steps made.</param>
/// <param name="FaultCount">Faults injected.</param>
/// <param name="EntryCount">Entries that became durable.</param>
/// <param name="Time">How long the run was, by its own clock.</param>
/// <param name="Lines">What happened, where it was told to be kept.</param>
internal sealed record Outcome(
    ulong Seed,
    string? Violation,
    ulong Sum,
    long StepCount,
    int FaultCount,
    long EntryCount,
    TimeSpan Time,
    IReadOnlyList<string> Lines);
