namespace Tacit.Crdt;

/// <summary>
/// Bytes that came from outside are not what they should be. The only exception that any parser of this library
/// throws for its input; whoever throws it has changed nothing.
/// </summary>
public sealed class MalformedUpdateException : FormatException
{
    /// <summary>
    /// Creates an exception without a place; parsers use <see cref="MalformedUpdateException(string, int)"/>.
    /// </summary>
    public MalformedUpdateException()
        : this("The bytes are not a valid update.", 0)
    {
    }

    /// <summary>Creates an exception with a reason and no place.</summary>
    public MalformedUpdateException(string message)
        : this(message, 0)
    {
    }

    /// <summary>Creates an exception with a reason and what caused it.</summary>
    public MalformedUpdateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception that names the place.</summary>
    /// <param name="reason">What is wrong, as a clause: "the string is not UTF-8".</param>
    /// <param name="offset">0-based index of the byte at which reading stopped.</param>
    public MalformedUpdateException(string reason, int offset)
        : base($"Malformed at byte {offset}: {reason}")
    {
        Reason = reason;
        Offset = offset;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; } = "malformed";

    /// <summary>0-based index into the given bytes, at or just behind the first byte that cannot be right.</summary>
    public int Offset { get; }
}
