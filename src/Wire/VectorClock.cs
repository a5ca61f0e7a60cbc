namespace Tacit.Wire;

/// <summary>
/// Author → counter: which entries a replica holds, or a snapshot covers. Immutable; authors are sorted and occur once;
/// counters are from 1. Source: docs/protocol/entry.md §2.3, connection.md §4.2.
/// </summary>
public sealed class VectorClock
{
    /// <summary>The most authors in one clock on the wire.</summary>
    public const int CountMax = 4096;

    private readonly (AuthorId Author, long Counter)[] _components;

    private VectorClock((AuthorId Author, long Counter)[] components) => _components = components;

    /// <summary>The clock of one who holds nothing.</summary>
    public static VectorClock Empty { get; } = new([]);

    /// <summary>The components, sorted by author.</summary>
    public ReadOnlySpan<(AuthorId Author, long Counter)> Components => _components;

    /// <summary>How many authors it names.</summary>
    public int Count => _components.Length;

    /// <summary>The counter of an author: 0 for one it does not name.</summary>
    public long this[AuthorId author]
    {
        get
        {
            var (low, high) = (0, _components.Length - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var order = _components[middle].Author.CompareTo(author);
                if (order == 0)
                    return _components[middle].Counter;
                (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
            }

            return 0;
        }
    }

    /// <summary>Makes a clock from components in any order. Those with counter 0 are left out.</summary>
    /// <exception cref="ArgumentException">An author occurs twice or a counter is negative.</exception>
    public static VectorClock From(IEnumerable<(AuthorId Author, long Counter)> components)
    {
        var sorted = components.Where(one => one.Counter != 0).OrderBy(one => one.Author).ToArray();
        for (var at = 0; at < sorted.Length; at++)
        {
            if (sorted[at].Counter < 0 || (at > 0 && sorted[at].Author == sorted[at - 1].Author))
                throw new ArgumentException("Authors occur once, with counters from 1.", nameof(components));
        }

        return new(sorted);
    }

    /// <summary>
    /// Reads <c>count ‖ count × (author ‖ counter)</c>. Unsorted, repeated or zero components do not read.
    /// </summary>
    public static bool TryRead(ref WireReader reader, out VectorClock clock)
    {
        clock = Empty;
        if (!reader.TryReadVarint(CountMax, out var count))
            return false;
        if (count * (AuthorId.Length + 1) > reader.Remaining)
            return false;

        var components = new (AuthorId Author, long Counter)[count];
        for (var at = 0; at < count; at++)
        {
            if (!reader.TryReadAuthorId(out var author) || !reader.TryReadVarint(out var counter))
                return false;
            if (counter == 0 || (at > 0 && components[at - 1].Author.CompareTo(author) >= 0))
                return false;
            components[at] = (author, counter);
        }

        clock = new(components);
        return true;
    }

    /// <summary>Writes what <see cref="TryRead"/> reads.</summary>
    public void Write(WireWriter writer)
    {
        writer.Varint(_components.Length);
        foreach (var (author, counter) in _components)
            writer.AuthorId(author).Varint(counter);
    }

    /// <summary>Whether this clock holds, for every author, at least what the other holds.</summary>
    public bool Covers(VectorClock other)
    {
        foreach (var (author, counter) in other._components)
        {
            if (this[author] < counter)
                return false;
        }

        return true;
    }
}
