namespace Tacit.Wire;

/// <summary>The kind fields of a snapshot. Source: docs/protocol/entry.md §2.3, §2.7.</summary>
/// <param name="Parts">How many PART entries directly before it belong to its document.</param>
/// <param name="Covers">The entries it stands for: all of each author up to a counter.</param>
public sealed record SnapshotFields(int Parts, VectorClock Covers)
{
    /// <summary>The most parts of one document: with entries of 1 MiB, a gigabyte.</summary>
    public const int PartsMax = 1024;

    /// <summary>Reads the fields.</summary>
    public static bool TryRead(ref WireReader reader, out SnapshotFields fields)
    {
        fields = new(0, VectorClock.Empty);
        if (!reader.TryReadVarint(PartsMax, out var parts) || !VectorClock.TryRead(ref reader, out var covers))
            return false;
        fields = new(parts, covers);
        return true;
    }

    /// <summary>Writes what <see cref="TryRead"/> reads.</summary>
    public void Write(WireWriter writer) => Covers.Write(writer.Varint(Parts));
}
