using Tacit.Link.Tcp;
using Tacit.Log;
using Tacit.Server.Core;
using Tacit.Server.Front;
using Tacit.Simulation.World;
using Tacit.Wire;

namespace Tacit.Simulation.Cluster;

/// <summary>What a cluster is made of, and the limits in it: small ones, so that they are met.</summary>
internal sealed record ClusterSettings
{
    /// <summary>Whether one process is all.</summary>
    public bool IsOneProcess { get; init; }

    /// <summary>Whether links are the real ones, over bytes.</summary>
    public bool HasWires { get; init; }

    /// <summary>How links behave.</summary>
    public LinkSettings Link { get; init; } = new();

    /// <summary>How many fronts.</summary>
    public int FrontCount { get; init; } = 1;

    /// <summary>How many cores.</summary>
    public int CoreCount { get; init; } = 1;

    /// <summary>How many storages.</summary>
    public int StorageCount { get; init; } = 1;

    /// <summary>What cores are.</summary>
    public CoreSettings Core { get; init; } = new() { LaneCount = 1 };

    /// <summary>Limits of fronts.</summary>
    public FrontSettings Front { get; init; } = new();

    /// <summary>Limits of logs.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>Drawn for a run.</summary>
    public static ClusterSettings Draw(Chance chance)
    {
        var isOneProcess = chance.OneIn(6);
        var storageCount = isOneProcess ? 1 : chance.Next(1, 4);
        return new()
        {
            IsOneProcess = isOneProcess,
            HasWires = chance.OneIn(3),
            Link = new LinkSettings { RequestsSizeMax = chance.Pick([16 * 1024, 4 * 1024 * 1024]) },
            FrontCount = chance.Next(1, 4),
            CoreCount = chance.Next(1, 4),
            StorageCount = storageCount,
            Core = new CoreSettings
            {
                LaneCount = chance.Next(1, 4),
                Storages = [.. Enumerable.Range(0, storageCount).Select(index => new NodeId(NodeRole.Storage, index))],
            },
            Front = DrawFront(chance),
        };
    }

    private static FrontSettings DrawFront(Chance chance) => new()
    {
        OutboxSizeMax = chance.Pick([16 * 1024, 64 * 1024, 8 * 1024 * 1024]),
        WindowSizeMax = chance.Pick([16 * 1024, 256 * 1024, 8 * 1024 * 1024]),
        WindowsSizeMax = chance.Pick([64 * 1024, 512 * 1024 * 1024]),
        ConnectionsPerAddressMax = int.MaxValue,
        JoinRate = new(1_000_000, 1_000_000),
        CreateRate = new(1_000_000, 1_000_000),
    };
}
