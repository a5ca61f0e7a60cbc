namespace Tacit.Server.Watch;

/// <summary>How a link of a node is doing.</summary>
/// <param name="Peer">Who is at the other end, such as <c>storage:0</c>.</param>
/// <param name="IsUp">Whether it stands.</param>
/// <param name="QueuedBytes">How much waits to be sent on it.</param>
public sealed record LinkFigures(string Peer, bool IsUp, double QueuedBytes);
