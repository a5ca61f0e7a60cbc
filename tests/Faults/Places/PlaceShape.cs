namespace Tacit.Faults.Places;

/// <summary>Which nodes there are, and what can be done to them.</summary>
internal sealed record PlaceShape
{
    /// <summary>How many fronts; 0 for one process that is everything.</summary>
    public int Fronts { get; init; }

    /// <summary>How many cores.</summary>
    public int Cores { get; init; }

    /// <summary>How many storages.</summary>
    public int Storages { get; init; }

    /// <summary>Whether the storages keep everything in PostgreSQL, on three members under Patroni and etcd.</summary>
    public bool HasPostgres { get; init; }

    /// <summary>Whether links between nodes can be cut.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>Whether the clocks of nodes can be set.</summary>
    public bool HasClocks { get; init; }

    /// <summary>How large the disk of each store is, such as <c>24m</c>; null for the machine's.</summary>
    public string? DiskSize { get; init; }
}
