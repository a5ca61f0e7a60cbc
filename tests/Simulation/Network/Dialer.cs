using Tacit.Simulation.Cluster;

namespace Tacit.Simulation.Network;

/// <summary>The way from one node to another, and all that can happen to it.</summary>
internal abstract class Dialer(Node from, Node to)
{
    /// <summary>Who dials.</summary>
    public Node From { get; } = from;

    /// <summary>Who listens.</summary>
    public Node To { get; } = to;

    /// <summary>Dials until there is a link. Called when the dialling node starts.</summary>
    public abstract void Start();

    /// <summary>The connection breaks: both ends notice, sooner or later.</summary>
    public abstract void Cut();

    /// <summary>
    /// Nothing gets through for a time. Ends that hear nothing for too long give the connection up; else what was sent
    /// arrives late.
    /// </summary>
    public abstract void Block(TimeSpan time);

    /// <summary>The blocking ends, for all that is sent from now on.</summary>
    public abstract void Unblock();

    /// <summary>A node was killed: the other end notices.</summary>
    public abstract void Died(Node node);

    /// <summary>A node stands still: the other end gives it up if that takes too long.</summary>
    public abstract void Paused(Node node);
}
