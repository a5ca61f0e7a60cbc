namespace Tacit.Simulation.World;

/// <summary>What a process does at once, without being interrupted.</summary>
/// <param name="Process">Whose.</param>
/// <param name="Callback">What.</param>
/// <param name="State">Handed to it.</param>
internal readonly record struct Step(SimulatedProcess Process, SendOrPostCallback Callback, object? State);
