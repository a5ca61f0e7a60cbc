namespace Tacit.Simulation.World;

/// <summary>Something happened that must never happen: the run ends here.</summary>
internal sealed class ViolationException(string message, Exception? inner = null) : Exception(message, inner);
