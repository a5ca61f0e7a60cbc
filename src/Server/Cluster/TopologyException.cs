namespace Tacit.Server.Cluster;

/// <summary>A topology cannot be used. The message says where, and what to do.</summary>
/// <param name="message">The message.</param>
public sealed class TopologyException(string message) : Exception(message);
