namespace Tacit.Client;

/// <summary>Keeps nothing beyond the process: for one who opens a channel once.</summary>
internal sealed class MemoryJournal : IJournal
{
    /// <inheritdoc />
    public IReadOnlyList<byte[]> Records => [];

    /// <inheritdoc />
    public bool WasDamaged => false;

    /// <inheritdoc />
    public long Length => 0;

    /// <inheritdoc />
    public void Append(ReadOnlySpan<byte> record)
    {
    }

    /// <inheritdoc />
    public void Flush()
    {
    }

    /// <inheritdoc />
    public void Rewrite(IReadOnlyList<byte[]> records)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
