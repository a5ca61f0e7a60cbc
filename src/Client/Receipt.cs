namespace Tacit.Client;

/// <summary>An entry that is durable on this device.</summary>
/// <param name="Seq">
/// Completes with the entry's seq once the server has it durably, or fails with the <see cref="TacitException"/> that
/// refuses it.
/// </param>
public sealed record Receipt(Task<long> Seq);
