using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Tacit.Wire;

/// <summary>Names a channel: the hash of its descriptor. Source: docs/protocol/keys.md §1.2.</summary>
/// <param name="High">The first 16 bytes, big-endian, so that ids compare as their bytes do.</param>
/// <param name="Low">The last 16 bytes.</param>
public readonly record struct ChannelId(UInt128 High, UInt128 Low) : IComparable<ChannelId>
{
    /// <summary>Bytes of an id.</summary>
    public const int Length = 32;

    /// <summary>Takes an id from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public static ChannelId Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"An id has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
    }

    /// <summary>Reads 64 hex digits in lower case: one id has one name.</summary>
    public static bool TryReadHex([NotNullWhen(true)] string? hex, out ChannelId id)
    {
        id = default;
        if (!Hex.TryRead(hex, Length, out var bytes))
            return false;
        id = Read(bytes);
        return true;
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

    /// <summary>An id is a hash already.</summary>
    public override int GetHashCode() => unchecked((int)(ulong)Low);

    /// <inheritdoc />
    public int CompareTo(ChannelId other) =>
        High.CompareTo(other.High) is not 0 and var order ? order : Low.CompareTo(other.Low);

    /// <summary>All 64 hex digits, lower case.</summary>
    public string ToHex() => Convert.ToHexStringLower(ToArray());

    /// <summary>The first eight hex digits: enough to tell ids apart in a log.</summary>
    public override string ToString() => ToHex()[..8];
}
