using Tacit.Link;
using Tacit.Wire;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>A batch on its way to the storage, with what must be known when it comes back.</summary>
/// <param name="request">The number of the request.</param>
/// <param name="storage">Where it is stored.</param>
internal sealed class PendingStore(long request, ILink storage)
{
    private readonly List<EntryToStore> _entries = [];
    private readonly List<PendingEntry> _origins = [];

    /// <summary>The number of the request.</summary>
    public long Request { get; } = request;

    /// <summary>Where it is stored.</summary>
    public ILink Storage { get; } = storage;

    /// <summary>What to store.</summary>
    public IReadOnlyList<EntryToStore> Entries => _entries;

    /// <summary>Where each entry came from, in the same order.</summary>
    public IReadOnlyList<PendingEntry> Origins => _origins;

    /// <summary>Bytes of all entries.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>When it was sent, as a timestamp of the core's clock.</summary>
    public long SentAt { get; set; }

    /// <summary>The answer; null while there is none.</summary>
    public EntriesStored? Answer { get; set; }

    /// <summary>The answer where the storage was lost before it gave one: what was stored is not known.</summary>
    public EntriesStored Lost() => new(
        Request, [.. _entries.Select(_ => new StoredResult(Code.StoreUnavailable, 0, 0, WasThere: false))]);

    /// <summary>Adds an entry.</summary>
    public void Add(OwnedChannel channel, ILink front, long session, long counter, ReadOnlyMemory<byte> bytes)
    {
        _entries.Add(new(channel.Id, bytes));
        _origins.Add(new(channel, front, session, counter));
        SizeBytes += bytes.Length;
        channel.InFlightCount++;
    }
}

/// <summary>Where an entry came from.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Front">The front of its sender.</param>
/// <param name="Session">Its sender.</param>
/// <param name="Counter">Its counter.</param>
internal readonly record struct PendingEntry(OwnedChannel Channel, ILink Front, long Session, long Counter);
