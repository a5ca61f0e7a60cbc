namespace Tacit.Client;

/// <summary>
/// Keeps records in order. What was appended is durable after the next <see cref="Flush"/>, and may be lost before.
/// Failures of the medium are <see cref="IOException"/>; what was appended is then still to be flushed. One thread.
/// </summary>
internal interface IJournal : IDisposable
{
    /// <summary>What was there when the journal was opened, in order.</summary>
    IReadOnlyList<byte[]> Records { get; }

    /// <summary>Whether what was there could not be read and was set aside.</summary>
    bool WasDamaged { get; }

    /// <summary>Bytes kept, to tell when rewriting pays.</summary>
    long Length { get; }

    /// <summary>Adds a record.</summary>
    void Append(ReadOnlySpan<byte> record);

    /// <summary>Makes all that was appended durable.</summary>
    void Flush();

    /// <summary>Replaces all records by these, wholly or not at all, durable on return.</summary>
    void Rewrite(IReadOnlyList<byte[]> records);
}
