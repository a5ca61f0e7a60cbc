using System.Buffers.Binary;

namespace Tacit.Wire;

/// <summary>
/// Names one life of a log: cursors mean something only within it. The default value is no log's.
/// Source: docs/protocol/log.md §3.6.
/// </summary>
/// <param name="Value">16 random bytes as a big-endian number.</param>
public readonly record struct Incarnation(UInt128 Value)
{
    /// <summary>Bytes of an incarnation.</summary>
    public const int Length = 16;

    /// <summary>Takes an incarnation from its 16 bytes.</summary>
    public static Incarnation Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Puts the 16 bytes at the start of <paramref name="target"/>.</summary>
    public void Write(Span<byte> target) => BinaryPrimitives.WriteUInt128BigEndian(target, Value);

    /// <summary>The 16 bytes, copied.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }

    /// <summary>All 32 hex digits, lower case.</summary>
    public override string ToString() => Value.ToString("x32");
}
