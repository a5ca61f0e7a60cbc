using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Tacit.Wire;

/// <summary>Names a sealed chunk of a blob: the hash of its bytes. Source: docs/protocol/blobs.md §6.2.</summary>
/// <param name="High">The first 16 bytes, big-endian.</param>
/// <param name="Low">The last 16 bytes.</param>
public readonly record struct BlobAddress(UInt128 High, UInt128 Low)
{
    /// <summary>Bytes of an address.</summary>
    public const int Length = 32;

    /// <summary>Takes an address from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public static BlobAddress Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"An address has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
    }

    /// <summary>Reads 64 hex digits in lower case: one address has one name.</summary>
    public static bool TryReadHex([NotNullWhen(true)] string? hex, out BlobAddress address)
    {
        address = default;
        if (!Hex.TryRead(hex, Length, out var bytes))
            return false;
        address = Read(bytes);
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

    /// <summary>All 64 hex digits, lower case.</summary>
    public string ToHex() => Convert.ToHexStringLower(ToArray());

    /// <summary>The first eight hex digits: enough to tell addresses apart in a log.</summary>
    public override string ToString() => ToHex()[..8];
}
