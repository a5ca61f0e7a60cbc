namespace Tacit.Seal;

/// <summary>
/// Into which pieces a file is cut, once it is padded: what its size alone says. Source: docs/protocol/blobs.md §6.1.
/// </summary>
/// <param name="SizeBytes">Bytes of the file.</param>
/// <param name="Count">How many pieces, from 1.</param>
/// <param name="LastBytes">Bytes of the last piece; all others have <see cref="PieceBytes"/>.</param>
public readonly record struct BlobShape(long SizeBytes, int Count, int LastBytes)
{
    /// <summary>Bytes of a piece that is not the last.</summary>
    public const int PieceBytes = 512 * 1024;

    /// <summary>The most pieces.</summary>
    public const int CountMax = 4096;

    /// <summary>The most bytes of a file: with its padding it fits <see cref="CountMax"/> pieces exactly.</summary>
    public const long SizeBytesMax = (long)CountMax * PieceBytes - 1;

    /// <summary>The shape of a file of 0 to <see cref="SizeBytesMax"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is larger.</exception>
    public static BlobShape Of(long sizeBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeBytes, SizeBytesMax);
        var padded = Padding.BucketOf(sizeBytes);
        var count = (int)((padded + PieceBytes - 1) / PieceBytes);
        return new(sizeBytes, count, (int)(padded - (count - 1L) * PieceBytes));
    }

    /// <summary>Bytes of the piece at a place, from 0.</summary>
    public int LengthAt(int place) => place == Count - 1 ? LastBytes : PieceBytes;

    /// <summary>How many bytes of the file lie in the piece at a place; the rest of it is padding.</summary>
    public int FileBytesAt(int place) =>
        (int)Math.Clamp(SizeBytes - (long)place * PieceBytes, 0, LengthAt(place));

    /// <summary>Puts the mark and the zero bytes behind the file's bytes in a piece.</summary>
    /// <param name="place">Which piece, from 0.</param>
    /// <param name="piece">All of its bytes; those of the file are there.</param>
    public void Pad(int place, Span<byte> piece)
    {
        var padding = piece[FileBytesAt(place)..];
        padding.Clear();
        var mark = SizeBytes - (long)place * PieceBytes;
        if (mark >= 0 && padding.Length > 0)
            padding[0] = Padding.End;
    }
}
