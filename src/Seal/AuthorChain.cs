using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// What a view knows of one author: its right, and its chain as far as it is connected. Counters at or below
/// <see cref="Counter"/> are settled. Source: docs/protocol/entry.md §2.4.
/// </summary>
internal sealed class AuthorChain(AuthorId id)
{
    // So many ids behind the head are kept: what comes again, as after a restore, is compared with them.
    private const int IdsMax = 4096;

    private readonly Dictionary<long, EntryId> _ids = [];
    private readonly Queue<long> _oldest = new();
    private readonly List<(long Counter, ReadOnlyMemory<byte> Content)> _parts = [];

    public AuthorId Id { get; } = id;

    /// <summary>The public key, once a grant that counts was seen.</summary>
    public ReadOnlyMemory<byte> Key { get; set; }

    public Role Role { get; set; }

    /// <summary>Whether the role stems from the owner key: only such admins open epochs.</summary>
    public bool ByOwner { get; set; }

    public long Counter { get; private set; }

    public EntryId Head { get; private set; }

    /// <summary>The highest counter that was seen, connected or not: in the log's order it only rises.</summary>
    public long Newest { get; private set; }

    /// <summary>The last counter that counts, once the author was removed.</summary>
    public long? Cut { get; set; }

    /// <summary>Entries whose chain does not connect yet, by counter.</summary>
    public SortedDictionary<long, WaitingEntry> Waiting { get; } = [];

    public bool HasParts => _parts.Count > 0;

    public bool IsAdmin => Role == Role.Admin && ByOwner;

    public void Advance(long counter, EntryId id)
    {
        (Counter, Head) = (counter, id);
        Remember(counter, id);
    }

    public void Remember(long counter, EntryId id)
    {
        Newest = Math.Max(Newest, counter);
        if (!_ids.TryAdd(counter, id))
            return;
        _oldest.Enqueue(counter);
        if (_oldest.Count > IdsMax)
            _ids.Remove(_oldest.Dequeue());
    }

    public bool TryGetId(long counter, out EntryId id) => _ids.TryGetValue(counter, out id);

    public void AddPart(long counter, ReadOnlyMemory<byte> content)
    {
        if (_parts.Count > 0 && _parts[^1].Counter != counter - 1)
            _parts.Clear();
        _parts.Add((counter, content));
    }

    public void DropParts() => _parts.Clear();

    /// <summary>Whether so many parts lie directly before a counter, opened or waiting for their chain.</summary>
    public bool TryFindParts(long before, int count)
    {
        for (var counter = before - count; counter < before; counter++)
        {
            if (!_parts.Exists(part => part.Counter == counter)
                && !(Waiting.TryGetValue(counter, out var entry) && entry.Header.Kind == EntryKind.Part))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The last <paramref name="count"/> parts, in order; no part is kept.</summary>
    public List<ReadOnlyMemory<byte>> TakeParts(int count)
    {
        List<ReadOnlyMemory<byte>> parts = [.. _parts.Skip(_parts.Count - count).Select(part => part.Content)];
        _parts.Clear();
        return parts;
    }
}
