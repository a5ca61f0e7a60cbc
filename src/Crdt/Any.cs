using System.Globalization;

namespace Tacit.Crdt;

/// <summary>
/// One value in a document: what JSON can say, and <c>undefined</c>, bytes, 64-bit integers, shared types and
/// sub-documents. Immutable, except that a shared type or sub-document is the living thing itself.
/// </summary>
public readonly struct Any : IEquatable<Any>
{
    private static readonly object NullMark = new();
    private static readonly object NumberMark = new();
    private static readonly object BigIntMark = new();
    private static readonly object TrueMark = new();
    private static readonly object FalseMark = new();

    // The reference says what it is; the bits hold numbers. default(Any) is undefined.
    private readonly object? _reference;
    private readonly long _bits;

    private Any(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>JavaScript's <c>undefined</c>, the default.</summary>
    public static Any Undefined => default;

    /// <summary>JSON's null.</summary>
    public static Any Null => new(NullMark);

    /// <summary>What this holds.</summary>
    public AnyKind Kind => _reference switch
    {
        null => AnyKind.Undefined,
        string => AnyKind.String,
        AnyObject => AnyKind.Object,
        Any[] => AnyKind.Array,
        byte[] => AnyKind.Bytes,
        SharedType => AnyKind.Shared,
        Doc => AnyKind.Document,
        _ when ReferenceEquals(_reference, NumberMark) => AnyKind.Number,
        _ when ReferenceEquals(_reference, NullMark) => AnyKind.Null,
        _ when ReferenceEquals(_reference, BigIntMark) => AnyKind.BigInt,
        _ => AnyKind.Boolean,
    };

    /// <summary>Whether this is <c>undefined</c>, which is how an absent key reads.</summary>
    public bool IsUndefined => _reference is null;

    /// <summary>Whether this is null.</summary>
    public bool IsNull => ReferenceEquals(_reference, NullMark);

    /// <summary>The text, or null when this is no string.</summary>
    public string? AsString => _reference as string;

    /// <summary>The number, or null when this is none.</summary>
    public double? AsNumber => ReferenceEquals(_reference, NumberMark) ? BitConverter.Int64BitsToDouble(_bits) : null;

    /// <summary>The 64-bit integer, or null when this is none. A <see cref="AnyKind.Number"/> is not one.</summary>
    public long? AsBigInt => ReferenceEquals(_reference, BigIntMark) ? _bits : null;

    /// <summary>The truth value, or null when this is none.</summary>
    public bool? AsBoolean =>
        ReferenceEquals(_reference, TrueMark) ? true : ReferenceEquals(_reference, FalseMark) ? false : null;

    /// <summary>The bytes, or null when this holds none.</summary>
    public ReadOnlyMemory<byte>? AsBytes => _reference is byte[] bytes ? bytes : null;

    /// <summary>The elements, or null when this is no array.</summary>
    public IReadOnlyList<Any>? AsArray => _reference as Any[];

    /// <summary>The named values, or null when this is no object.</summary>
    public AnyObject? AsObject => _reference as AnyObject;

    /// <summary>The shared type, or null when this is none.</summary>
    public SharedType? AsShared => _reference as SharedType;

    /// <summary>The sub-document, or null when this is none.</summary>
    public Doc? AsDoc => _reference as Doc;

    internal byte[]? RawBytes => _reference as byte[];

    internal Any[]? RawArray => _reference as Any[];

    /// <summary>A 64-bit integer that JavaScript will see as a BigInt, not as a number.</summary>
    public static Any BigInt(long value) => new(BigIntMark, value);

    /// <summary>A list; the values are copied.</summary>
    public static Any Array(params ReadOnlySpan<Any> values) => new(values.ToArray());

    /// <summary>Bytes; they are copied.</summary>
    public static Any Bytes(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    internal static Any Own(byte[] bytes) => new(bytes);

    internal static Any Own(Any[] values) => new(values);

    /// <summary>Wraps text; null becomes <see cref="Null"/>.</summary>
    public static implicit operator Any(string? value) => new(value ?? NullMark);

    /// <summary>Wraps a number.</summary>
    public static implicit operator Any(double value) => new(NumberMark, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Wraps a whole number, as a JavaScript number.</summary>
    public static implicit operator Any(int value) => (double)value;

    /// <summary>Wraps a whole number, as a JavaScript number: beyond 2^53 digits are lost.</summary>
    public static implicit operator Any(long value) => (double)value;

    /// <summary>Wraps a truth value.</summary>
    public static implicit operator Any(bool value) => new(value ? TrueMark : FalseMark);

    /// <summary>Wraps bytes; they are copied.</summary>
    public static implicit operator Any(byte[] value) => Bytes(value);

    /// <summary>Wraps named values.</summary>
    public static implicit operator Any(AnyObject? value) => new(value ?? NullMark);

    /// <summary>Wraps a shared type.</summary>
    public static implicit operator Any(SharedType value) => new(value);

    /// <summary>Wraps a sub-document.</summary>
    public static implicit operator Any(Doc value) => new(value);

    /// <summary>Equal in kind and, for arrays and objects, deeply in content and order of elements.</summary>
    public static bool operator ==(Any left, Any right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Any left, Any right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(Any other)
    {
        if (_reference is Any[] left && other._reference is Any[] right)
            return left.AsSpan().SequenceEqual(right);
        if (_reference is AnyObject ours && other._reference is AnyObject theirs)
            return ours.Equals(theirs);
        if (_reference is byte[] bytes && other._reference is byte[] otherBytes)
            return bytes.AsSpan().SequenceEqual(otherBytes);
        if (_reference is string text)
            return text.Equals(other._reference as string, StringComparison.Ordinal);
        return ReferenceEquals(_reference, other._reference) && _bits == other._bits;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Any other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _reference switch
    {
        string text => text.GetHashCode(StringComparison.Ordinal),
        Any[] values => HashCode.Combine(AnyKind.Array, values.Length),
        AnyObject named => HashCode.Combine(AnyKind.Object, named.Count),
        byte[] bytes => HashCode.Combine(AnyKind.Bytes, bytes.Length),
        null => 0,
        _ => HashCode.Combine(_reference, _bits),
    };

    /// <summary>The text itself, or the value as JSON.</summary>
    public override string ToString() => _reference switch
    {
        string text => text,
        SharedType type => type.ToString() ?? string.Empty,
        Doc doc => doc.Guid,
        _ when Kind == AnyKind.BigInt => _bits.ToString(CultureInfo.InvariantCulture),
        _ => Coding.JsonText.Write(this),
    };

    /// <summary>
    /// JavaScript's <c>===</c>: objects and arrays are the same only when they are one object. Yjs compares some
    /// attribute values this way, and a port that compared contents would delete other markers than its peers do.
    /// </summary>
    internal bool IsSameAs(Any other)
    {
        if (_reference is string)
            return Equals(other);
        if (ReferenceEquals(_reference, NumberMark) && ReferenceEquals(other._reference, NumberMark))
            return BitConverter.Int64BitsToDouble(_bits) == BitConverter.Int64BitsToDouble(other._bits);
        return ReferenceEquals(_reference, other._reference) && _bits == other._bits;
    }
}
