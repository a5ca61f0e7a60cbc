namespace Tacit.Crdt;

/// <summary>What a transaction changed, encoded for other replicas.</summary>
/// <param name="Bytes">The update, in the format of the event that brings it.</param>
/// <param name="Origin">What the transaction was given as its origin.</param>
/// <param name="Transaction">The transaction itself, already over.</param>
public sealed record DocUpdate(byte[] Bytes, object? Origin, Transaction Transaction);
