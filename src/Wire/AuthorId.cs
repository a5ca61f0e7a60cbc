using System.Buffers.Binary;

namespace Tacit.Wire;

/// <summary>
/// Names an author: the first 8 bytes of the hash of its public key. The default value names nobody.
/// Source: docs/protocol/keys.md §1.4.
/// </summary>
/// <param name="Value">The bytes as a big-endian number, so that ids compare as their bytes do.</param>
public readonly record struct AuthorId(ulong Value) : IComparable<AuthorId>
{
    /// <summary>Bytes of an id.</summary>
    public const int Length = 8;

    /// <summary>Takes an id from its 8 bytes.</summary>
    public static AuthorId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>Puts the 8 bytes at the start of <paramref name="target"/>.</summary>
    public void Write(Span<byte> target) => BinaryPrimitives.WriteUInt64BigEndian(target, Value);

    /// <inheritdoc />
    public int CompareTo(AuthorId other) => Value.CompareTo(other.Value);

    /// <summary>All 16 hex digits, lower case.</summary>
    public override string ToString() => Value.ToString("x16");
}
