using System.Buffers.Binary;

namespace Tacit.Wire;

/// <summary>Names an entry: the hash of all of its bytes. Source: docs/protocol/entry.md §2.1.</summary>
/// <param name="High">The first 16 bytes, big-endian, so that ids compare as their bytes do.</param>
/// <param name="Low">The last 16 bytes.</param>
public readonly record struct EntryId(UInt128 High, UInt128 Low) : IComparable<EntryId>
{
    /// <summary>Bytes of an id.</summary>
    public const int Length = 32;

    /// <summary>Takes an id from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public static EntryId Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"An id has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
    }

    /// <summary>Puts the 32 bytes at the start of <paramref name="target"/>.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, High);
        BinaryPrimitives.WriteUInt128BigEndian(target[16..], Low);
    }

    /// <summary>The 32 bytes, copied.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }

    /// <inheritdoc />
    public int CompareTo(EntryId other) =>
        High.CompareTo(other.High) is not 0 and var order ? order : Low.CompareTo(other.Low);

    /// <summary>All 64 hex digits, lower case.</summary>
    public string ToHex() => Convert.ToHexStringLower(ToArray());

    /// <summary>The first eight hex digits: enough to tell ids apart in a log.</summary>
    public override string ToString() => ToHex()[..8];
}
