using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// The index of a stretch of a channel, as its row in <c>segment</c> holds it: about 7 bytes an entry. The layout is
/// drawn in <c>Migrations/001_first.sql</c>.
/// </summary>
internal static class Segment
{
    /// <summary>The most entries of a stretch.</summary>
    public const int EntryCountMax = 1024;

    /// <summary>
    /// A stretch is closed once it has this many entries: enough to make the rows few, and little to read and write
    /// again when the next entries of the channel are indexed.
    /// </summary>
    public const int GoesOnMax = 128;

    /// <summary>One author's counters in a stretch.</summary>
    public readonly record struct AuthorRange(AuthorId Author, long Least, long Greatest);

    /// <summary>Writes both blobs.</summary>
    /// <param name="entries">In order of seq, at least one.</param>
    /// <param name="authors">Receives the authors.</param>
    /// <param name="body">Receives the entries.</param>
    public static void Write(ReadOnlySpan<IndexEntry> entries, WireWriter authors, WireWriter body)
    {
        var places = new Dictionary<AuthorId, int>();
        var ranges = new List<AuthorRange>();
        foreach (ref readonly var entry in entries)
        {
            if (places.TryAdd(entry.Author, ranges.Count))
                ranges.Add(new(entry.Author, entry.Counter, entry.Counter));
            else
                ranges[places[entry.Author]] = ranges[places[entry.Author]] with { Greatest = entry.Counter };
        }

        authors.Varint(ranges.Count);
        foreach (var range in ranges)
            authors.AuthorId(range.Author).Varint(range.Least).Varint(range.Greatest);

        // Each value as its distance from the one that is expected: nearly always a zero byte.
        var nextCounters = ranges.Select(range => range.Least).ToArray();
        var (nextSeq, run) = (entries[0].Seq, 0L);
        foreach (ref readonly var entry in entries)
        {
            var place = places[entry.Author];
            body.Varint(entry.Seq - nextSeq).Varint(place).Varint(entry.Counter - nextCounters[place])
                .Byte((byte)entry.Kind).Varint(entry.Run - run).Varint(entry.Length);
            (nextSeq, run, nextCounters[place]) = (entry.Seq + 1, entry.Run, entry.Counter + 1);
        }
    }

    /// <summary>Reads the authors.</summary>
    /// <exception cref="LogDamagedException">The bytes are none.</exception>
    public static AuthorRange[] ReadAuthors(ReadOnlySpan<byte> authors)
    {
        var reader = new WireReader(authors);
        var read = reader.TryReadVarint(EntryCountMax, out var count);
        var ranges = new AuthorRange[count];
        for (var at = 0; at < count && read; at++)
        {
            read = reader.TryReadAuthorId(out var author) && reader.TryReadVarint(out var least)
                && reader.TryReadVarint(out var greatest) && Put(ref ranges[at], new(author, least, greatest));
        }

        return read && reader.AtEnd ? ranges : throw Damaged();
    }

    /// <summary>Reads the entries and adds them to a list.</summary>
    /// <exception cref="LogDamagedException">The bytes are none.</exception>
    public static void ReadEntries(
        ReadOnlySpan<byte> body, long firstSeq, AuthorRange[] authors, List<IndexEntry> entries)
    {
        var nextCounters = Array.ConvertAll(authors, range => range.Least);
        var (nextSeq, run) = (firstSeq, 0L);
        var reader = new WireReader(body);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadVarint(out var seqGap)
                || !reader.TryReadVarint(authors.Length - 1, out var place)
                || !reader.TryReadVarint(out var counterGap)
                || !reader.TryReadByte(out var kind)
                || !reader.TryReadVarint(out var runStep)
                || !reader.TryReadVarint(EntryHeader.EntrySizeMax, out var length))
            {
                throw Damaged();
            }

            var (seq, counter) = (nextSeq + seqGap, nextCounters[place] + counterGap);
            run += runStep;
            entries.Add(new(seq, authors[place].Author, counter, run, length, (EntryKind)kind));
            (nextSeq, nextCounters[place]) = (seq + 1, counter + 1);
        }
    }

    private static bool Put(ref AuthorRange place, AuthorRange range)
    {
        place = range;
        return true;
    }

    private static LogDamagedException Damaged() => new("The index of a channel cannot be read.");
}
