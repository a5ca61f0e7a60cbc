using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Tacit.Crypto;
using Tacit.Link;
using Tacit.Log;
using Tacit.Server.Core;
using Tacit.Server.Front;
using Tacit.Server.Storage;
using Tacit.Wire;

namespace Tacit.Server.Cluster.Tests;

/// <summary>Fronts, cores and storages in one process. Only the logs outlive their roles.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly LogSettings LogSettings = new() { LeaseDuration = TimeSpan.FromMilliseconds(800) };

    private readonly Meter _meter = new("Tacit.Server.Cluster.Tests");
    private readonly Dictionary<(NodeId From, NodeId To), TestLink> _links = [];
    private readonly List<IAsyncDisposable> _ended = [];
    private readonly NodeId[] _storageIds;
    private readonly MemoryLog[] _logs;
    private readonly FrontSettings _frontSettings;

    public TestCluster(int fronts = 1, int cores = 2, int storages = 1, FrontSettings? front = null)
    {
        _frontSettings = front ?? new();
        _storageIds = [.. Enumerable.Range(0, storages).Select(index => new NodeId(NodeRole.Storage, index))];
        _logs = [.. _storageIds.Select(_ => new MemoryLog(LogSettings, TimeProvider.System, EntryIdOf))];
        for (var at = 0; at < storages; at++)
            StartStorage(at);
        for (var at = 0; at < cores; at++)
            StartCore(at);
        for (var at = 0; at < fronts; at++)
            Fronts[at] = new FrontRole(_frontSettings, Surroundings, _meter, NullLogger.Instance);
        foreach (var front0 in Fronts.Keys)
        {
            foreach (var core in Cores.Keys)
                Connect(Front(front0), Core(core));
        }
    }

    public Dictionary<int, FrontRole> Fronts { get; } = [];

    public Dictionary<int, CoreRole> Cores { get; } = [];

    public Dictionary<int, StorageRole> Storages { get; } = [];

    private static Surroundings Surroundings { get; } = Surroundings.OfProcess(TimeProvider.System);

    public static NodeId Front(int index) => new(NodeRole.Front, index);

    public static NodeId Core(int index) => new(NodeRole.Core, index);

    public static NodeId Storage(int index) => new(NodeRole.Storage, index);

    /// <summary>The way from one node to another.</summary>
    public TestLink Link(NodeId from, NodeId to) =>
        _links.TryGetValue((from, to), out var link) ? link : _links[(to, from)].Back;

    /// <summary>Connects two nodes; the first is the one that dials.</summary>
    public void Connect(NodeId from, NodeId to) =>
        _links[(from, to)] = TestLink.Connect(RoleOf(from), from, RoleOf(to), to);

    /// <summary>Starts a core without fronts.</summary>
    public void StartCore(int index)
    {
        Cores[index] = new CoreRole(
            new CoreSettings
            {
                Id = Core(index),
                LaneCount = 2,
                Storages = _storageIds,
                RenewInterval = TimeSpan.FromMilliseconds(100),
                StorageWait = TimeSpan.FromMilliseconds(800),
            },
            Surroundings, _meter, NullLogger.Instance);
        foreach (var storage in Storages.Keys)
            Connect(Core(index), Storage(storage));
    }

    /// <summary>Starts a core, and connects it with all fronts.</summary>
    public void AddCore(int index)
    {
        StartCore(index);
        foreach (var front in Fronts.Keys)
            Connect(Front(front), Core(index));
    }

    /// <summary>Kills a core: all its links break, and what it had in memory is gone.</summary>
    public void KillCore(int index)
    {
        CutAll(Core(index));
        _ended.Add(Cores[index]);
        Cores.Remove(index);
    }

    /// <summary>Starts a storage over its log.</summary>
    public void StartStorage(int index)
    {
        Storages[index] = new StorageRole(
            _logs[index], new MemoryBlobStore(BlobAddressOf), LogSettings, TimeProvider.System, _meter,
            NullLogger.Instance, () => { });
        foreach (var core in Cores.Keys)
            Connect(Core(core), Storage(index));
    }

    /// <summary>Kills a storage. Its log is what is left.</summary>
    public void KillStorage(int index)
    {
        CutAll(Storage(index));
        _ended.Add(Storages[index]);
        Storages.Remove(index);
    }

    /// <summary>All entries of a channel, as its log has them.</summary>
    public async Task<IReadOnlyList<StoredEntry>> ReadAsync(TestChannel channel)
    {
        foreach (var log in _logs)
        {
            var page = await log.ReadAsync(new(channel.Id, 0, null, History: true, int.MaxValue), default);
            if (page.Head > 0)
                return page.Entries;
        }

        return [];
    }

    /// <summary>Which core a front asks first for a channel.</summary>
    public int PreferredCore(TestChannel channel) =>
        Rendezvous.Choose(Shard.Of(channel.Id), Cores.Keys.Select(Core))!.Value.Index;

    /// <summary>
    /// Nothing acknowledged is lost, no seq is used twice or skipped, and everybody has seen the same.
    /// </summary>
    public async Task CheckAsync(TestChannel channel, IReadOnlyList<TestClient> clients)
    {
        foreach (var client in clients)
            await client.AnsweredAsync();
        var log = await ReadAsync(channel);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(seq => (long)seq), log.Select(entry => entry.Seq));
        Assert.Equal(clients.Sum(client => client.AckedCount), log.Count);
        foreach (var client in clients)
        {
            await client.SawAsync(log.Count);
            Assert.Equal(1, client.LiveCount);
            Assert.Equal(log.Select(entry => entry.Seq), client.Seen.Keys);
            Assert.All(log, entry => Assert.True(entry.Bytes.Span.SequenceEqual(client.Seen[entry.Seq])));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links.Values)
            link.Cut();
        foreach (var role in Fronts.Values.Concat<IAsyncDisposable>(Cores.Values).Concat(Storages.Values))
            await role.DisposeAsync();
        foreach (var role in _ended)
            await role.DisposeAsync();
        foreach (var log in _logs)
            await log.DisposeAsync();
        _meter.Dispose();
    }

    private void CutAll(NodeId node)
    {
        foreach (var (ends, link) in _links.Where(one => one.Key.From == node || one.Key.To == node).ToArray())
        {
            link.Cut();
            _links.Remove(ends);
        }
    }

    private IRole RoleOf(NodeId id) => id.Role switch
    {
        NodeRole.Front => Fronts[id.Index],
        NodeRole.Core => Cores[id.Index],
        NodeRole.Storage => Storages[id.Index],
        NodeRole.Operator or _ => throw new UnreachableException(),
    };

    private static EntryId EntryIdOf(ReadOnlySpan<byte> entry)
    {
        Span<byte> hash = stackalloc byte[EntryId.Length];
        Blake2b.Hash(entry, hash);
        return EntryId.Read(hash);
    }

    private static BlobAddress BlobAddressOf(ReadOnlySpan<byte> chunk)
    {
        Span<byte> hash = stackalloc byte[BlobAddress.Length];
        Blake2b.Hash(chunk, hash);
        return BlobAddress.Read(hash);
    }
}
