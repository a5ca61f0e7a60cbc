using Tacit.Wire;

namespace Tacit.Log.Sqlite;

/// <summary>
/// The bytes of a run: <c>(seq − first seq) varint ‖ length varint ‖ entry</c>, repeated, in order of seq. Seqs are
/// written out because trimming takes entries out of the middle.
/// </summary>
internal static class RunCodec
{
    /// <summary>A run ends before it exceeds this, so that reading one entry of it reads not too much.</summary>
    public const int SizeMaxBytes = 64 * 1024;

    /// <summary>Adds an entry.</summary>
    public static void Write(WireWriter writer, long place, ReadOnlySpan<byte> entry) =>
        writer.Varint(place).Varint(entry.Length).Bytes(entry);

    /// <summary>Reads the next entry.</summary>
    /// <param name="reader">Where in the run.</param>
    /// <param name="place">The entry's seq less the run's first.</param>
    /// <param name="entry">The entry, as a view of the run.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="LogDamagedException">The bytes are no run.</exception>
    public static bool TryRead(ref WireReader reader, out long place, out ReadOnlySpan<byte> entry)
    {
        place = 0;
        entry = default;
        if (reader.AtEnd)
            return false;
        if (!reader.TryReadVarint(out place)
            || !reader.TryReadVarint(EntryHeader.EntrySizeMax, out var length)
            || !reader.TryReadBytes(length, out entry))
        {
            throw new LogDamagedException("The entries of a run cannot be told apart.");
        }

        return true;
    }
}
