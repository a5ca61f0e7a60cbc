namespace Tacit.Server.Cluster;

/// <summary>A node cannot be part of its cluster: all that it called refused it. The message says why.</summary>
/// <param name="message">The message.</param>
public sealed class NodeRefusedException(string message) : Exception(message);
