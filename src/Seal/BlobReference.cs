using System.Buffers;
using System.Buffers.Text;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// What a document holds of a blob: with it, who may read the channel can fetch and open the file. Holds a secret.
/// Source: docs/protocol/blobs.md §6.3.
/// </summary>
public sealed class BlobReference : IDisposable
{
    private const string Prefix = "tacit-blob:";
    private const byte Version = 1;
    private const int TokenBytes = 1 + BlobAddress.Length + Secret.Length + 8;

    // Longer than this version's, so that a newer one is told from a damaged one.
    private const int TextLengthMax = 256;

    /// <summary>Makes a reference.</summary>
    /// <param name="manifest">The address of the sealed manifest.</param>
    /// <param name="key">The blob key, 32 bytes; copied, and wiped with this.</param>
    /// <param name="sizeBytes">Bytes of the file, as the manifest must say too.</param>
    public BlobReference(BlobAddress manifest, ReadOnlySpan<byte> key, long sizeBytes)
    {
        Manifest = manifest;
        Key = new Secret(key);
        SizeBytes = sizeBytes;
    }

    /// <summary>The address of the sealed manifest.</summary>
    public BlobAddress Manifest { get; }

    /// <summary>The blob key.</summary>
    public Secret Key { get; }

    /// <summary>Bytes of the file.</summary>
    public long SizeBytes { get; }

    /// <summary>Reads what stands in a document.</summary>
    /// <returns>
    /// <see cref="Code.None"/>, <see cref="Code.BlobNewer"/> or <see cref="Code.BlobDamaged"/>.
    /// </returns>
    public static Code Read(string text, out BlobReference? reference)
    {
        ArgumentNullException.ThrowIfNull(text);
        reference = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > TextLengthMax)
            return Code.BlobDamaged;
        Span<byte> token = stackalloc byte[TextLengthMax];
        var encoded = text.AsSpan(Prefix.Length);
        if (Base64Url.DecodeFromChars(encoded, token, out _, out var length) != OperationStatus.Done
            || length == 0
            || !encoded.SequenceEqual(Base64Url.EncodeToString(token[..length])))
        {
            return Code.BlobDamaged;
        }

        if (token[0] > Version)
            return Code.BlobNewer;
        var reader = new WireReader(token[1..length]);
        if (token[0] != Version
            || !reader.TryReadBytes(BlobAddress.Length, out var address)
            || !reader.TryReadBytes(Secret.Length, out var key)
            || !reader.TryReadVarint(out var sizeBytes) || sizeBytes > BlobShape.SizeBytesMax
            || !reader.AtEnd)
        {
            return Code.BlobDamaged;
        }

        reference = new(BlobAddress.Read(address), key, sizeBytes);
        return Code.None;
    }

    /// <summary>The text for a document.</summary>
    public string ToText()
    {
        var writer = new WireWriter(TokenBytes).Byte(Version);
        Manifest.Write(writer.Reserve(BlobAddress.Length));
        writer.Bytes(Key.Bytes).Varint(SizeBytes);
        return Prefix + Base64Url.EncodeToString(writer.Written);
    }

    /// <inheritdoc />
    public void Dispose() => Key.Dispose();
}
