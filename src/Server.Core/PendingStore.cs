using Tacit.Link;
using Tacit.Wire.Roles;

namespace Tacit.Server.Core;

/// <summary>A batch on its way to the storage, with what must be known when it comes back.</summary>
/// <param name="request">The number of the request.</param>
internal sealed class PendingStore(long request)
{
    private readonly List<ReadOnlyMemory<byte>> _entries = [];
    private readonly List<PendingEntry> _origins = [];

    /// <summary>The number of the request.</summary>
    public long Request { get; } = request;

    /// <summary>What to store.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Entries => _entries;

    /// <summary>Where each entry came from, in the same order.</summary>
    public IReadOnlyList<PendingEntry> Origins => _origins;

    /// <summary>Bytes of all entries.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The link that it was sent over last; null before that.</summary>
    public ILink? SentTo { get; set; }

    /// <summary>When it was sent, as a timestamp of the core's clock.</summary>
    public long SentAt { get; set; }

    /// <summary>The answer; null while there is none.</summary>
    public EntriesStored? Answer { get; set; }

    /// <summary>Adds an entry.</summary>
    public void Add(OwnedChannel channel, ILink front, long session, long counter, ReadOnlyMemory<byte> bytes)
    {
        _entries.Add(bytes);
        _origins.Add(new(channel, front, session, counter));
        SizeBytes += bytes.Length;
        channel.InFlightCount++;
    }

    /// <summary>
    /// The question to the storage, under the tokens as they are now: those of shards that were lost are old, and fence
    /// their entries.
    /// </summary>
    public StoreEntries ToStore()
    {
        var entries = new EntryToStore[_entries.Count];
        for (var at = 0; at < entries.Length; at++)
            entries[at] = new(_origins[at].Channel.Id, _entries[at], _origins[at].Channel.Token);
        return new(Request, entries);
    }
}

/// <summary>Where an entry came from.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="Front">The front of its sender.</param>
/// <param name="Session">Its sender.</param>
/// <param name="Counter">Its counter.</param>
internal readonly record struct PendingEntry(OwnedChannel Channel, ILink Front, long Session, long Counter);
