using Tacit.Wire.Frames;
using Tacit.Wire.Roles;

namespace Tacit.Server.Front;

/// <summary>
/// The ENTRY frames of consecutive entries, encoded once for all readers: each reader is queued a stretch of the same
/// bytes.
/// </summary>
internal sealed class EntryFrames
{
    private readonly Segment _frames;
    private readonly int[] _starts;

    private EntryFrames(Segment frames, int[] starts) => (_frames, _starts) = (frames, starts);

    /// <summary>How many entries.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Encodes entries that were just committed.</summary>
    public static EntryFrames Encode(long handle, EntriesCommitted committed)
    {
        var writer = new MessageWriter(EstimateLength(committed.Entries.Sum(entry => (long)entry.Bytes.Length)));
        var starts = new int[committed.Entries.Count + 1];
        for (var at = 0; at < committed.Entries.Count; at++)
        {
            writer.AddEntry(handle, committed.FirstSeq + at, committed.Entries[at].Bytes.Span);
            starts[at + 1] = writer.Length;
        }

        return new(Segment.Of(writer), starts);
    }

    /// <summary>Encodes a page.</summary>
    /// <param name="handle">The channel.</param>
    /// <param name="entries">The entries, from one up.</param>
    public static Segment Encode(long handle, IReadOnlyList<ReadEntry> entries)
    {
        var writer = new MessageWriter(EstimateLength(entries.Sum(entry => (long)entry.Bytes.Length)));
        foreach (var entry in entries)
            writer.AddEntry(handle, entry.Seq, entry.Bytes.Span);
        return Segment.Of(writer);
    }

    /// <summary>The frames of some of the entries.</summary>
    /// <param name="from">The index of the first.</param>
    /// <param name="to">The index after the last, above <paramref name="from"/>.</param>
    public Segment Slice(int from, int to) => _frames with
    {
        Offset = _starts[from],
        Length = _starts[to] - _starts[from],
    };

    private static int EstimateLength(long bytes) => (int)Math.Min(bytes + bytes / 8 + 64, Protocol.MessageSizeMax);
}
