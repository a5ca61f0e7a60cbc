namespace Tacit.Crdt;

/// <summary>What an <see cref="Any"/> holds.</summary>
public enum AnyKind
{
    /// <summary>JavaScript's <c>undefined</c>: also what reading an absent key gives.</summary>
    Undefined,

    /// <summary>JSON's null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A JavaScript number: 64-bit floating point.</summary>
    Number,

    /// <summary>A signed integer of 64 bits, JavaScript's BigInt.</summary>
    BigInt,

    /// <summary>UTF-16 text.</summary>
    String,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>Named values in order.</summary>
    Object,

    /// <summary>A shared type, which can stand in a document but not inside another value.</summary>
    Shared,

    /// <summary>A sub-document, which can stand in a document but not inside another value.</summary>
    Document,
}
