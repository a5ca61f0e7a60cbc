namespace Tacit.Server.Watch;

/// <summary>How a node is doing: what it holds now, and its rates since it was looked at before.</summary>
public sealed record NodeFigures
{
    /// <summary>Such as <c>core:0</c>; <c>all</c> for one process that is everything.</summary>
    public required string Node { get; init; }

    /// <summary><c>front</c>, <c>core</c>, <c>storage</c> or <c>all</c>; empty while it never answered.</summary>
    public string Role { get; init; } = "";

    /// <summary>Whether it answered.</summary>
    public bool IsUp { get; init; }

    /// <summary>Whether a link of it is down although the node at the other end answered.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>Which Tacit it is.</summary>
    public string Version { get; init; } = "";

    /// <summary>Open connections of clients.</summary>
    public double Connections { get; init; }

    /// <summary>Channels that somebody has joined; of a storage, those that it keeps.</summary>
    public double Channels { get; init; }

    /// <summary>Shards held under a lease.</summary>
    public double Leases { get; init; }

    /// <summary>Entries that became durable, per second.</summary>
    public double AppendsPerSecond { get; init; }

    /// <summary>Entries queued for readers, per second.</summary>
    public double DeliveriesPerSecond { get; init; }

    /// <summary>Entries, connections and commits that were refused or failed, per second.</summary>
    public double RefusalsPerSecond { get; init; }

    /// <summary>Bytes from clients, per second.</summary>
    public double ReceivedBytesPerSecond { get; init; }

    /// <summary>Bytes to clients, per second.</summary>
    public double SentBytesPerSecond { get; init; }

    /// <summary>How long half of the commits took at most; null where there were none.</summary>
    public double? CommitP50Seconds { get; init; }

    /// <summary>How long 99 of 100 commits took at most; null where there were none.</summary>
    public double? CommitP99Seconds { get; init; }

    /// <summary>Requests that wait in lanes.</summary>
    public double Queued { get; init; }

    /// <summary>Bytes that wait to be sent, to clients and to other nodes.</summary>
    public double OutboxBytes { get; init; }

    /// <summary>Bytes of entries and chunks kept.</summary>
    public double StoredBytes { get; init; }

    /// <summary>Processors used: 1 is one of them, all the time.</summary>
    public double Processors { get; init; }

    /// <summary>Resident memory.</summary>
    public double MemoryBytes { get; init; }

    /// <summary>Which part of the data folder's disk is free, from 0 to 1; null for a node without.</summary>
    public double? DiskFree { get; init; }

    /// <summary>Its links, by peer.</summary>
    public IReadOnlyList<LinkFigures> Links { get; init; } = [];
}
