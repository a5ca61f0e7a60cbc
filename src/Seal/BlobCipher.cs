using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// Seals and opens the chunks and the manifest of one blob. A nonce is a chunk's place, so one key seals one file,
/// once: who is interrupted while sealing draws another. Source: docs/protocol/blobs.md §6.2.
/// </summary>
public sealed class BlobCipher : IDisposable
{
    /// <summary>Bytes that a chunk is longer than its piece: tag and commitment.</summary>
    public const int OverheadBytes = XChaCha20Poly1305.TagLength + CommitmentBytes;

    private const int CommitmentBytes = 32;
    private const int SealNumber = 9;
    private const int CommitNumber = 10;

    private readonly ChannelId _channel;
    private readonly Secret _seal;
    private readonly Secret _commit;

    /// <summary>Derives the keys; <paramref name="blobKey"/> stays its owner's.</summary>
    public BlobCipher(ChannelId channel, Secret blobKey)
    {
        ArgumentNullException.ThrowIfNull(blobKey);
        _channel = channel;
        _seal = blobKey.Derive(SealNumber);
        _commit = blobKey.Derive(CommitNumber);
    }

    /// <summary>The address of a sealed chunk or manifest.</summary>
    public static BlobAddress AddressOf(ReadOnlySpan<byte> sealedBytes)
    {
        Span<byte> hash = stackalloc byte[BlobAddress.Length];
        Blake2b.Hash(sealedBytes, hash);
        return BlobAddress.Read(hash);
    }

    /// <summary>Seals a padded piece.</summary>
    /// <param name="place">From 0.</param>
    /// <param name="count">How many pieces the blob has.</param>
    /// <param name="piece">Its bytes.</param>
    public byte[] SealChunk(int place, int count, ReadOnlySpan<byte> piece)
    {
        Span<byte> nonce = stackalloc byte[XChaCha20Poly1305.NonceLength];
        WritePlace(nonce, place);
        return Seal(nonce, ChunkData(place, count).Written, piece);
    }

    /// <summary>Opens a chunk; the answer does not say which check failed.</summary>
    /// <param name="place">From 0.</param>
    /// <param name="count">How many pieces the blob has.</param>
    /// <param name="chunk">The sealed bytes.</param>
    /// <param name="piece">The piece, with its padding.</param>
    public bool TryOpenChunk(
        int place, int count, ReadOnlySpan<byte> chunk, [NotNullWhen(true)] out byte[]? piece)
    {
        Span<byte> nonce = stackalloc byte[XChaCha20Poly1305.NonceLength];
        WritePlace(nonce, place);
        return TryOpen(nonce, ChunkData(place, count).Written, chunk, out piece);
    }

    /// <summary>Seals a manifest.</summary>
    public byte[] SealManifest(BlobManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Span<byte> nonce = stackalloc byte[XChaCha20Poly1305.NonceLength];
        nonce.Fill(0xFF);
        var content = manifest.ToArray();
        return Seal(nonce, ManifestData().Written, Padding.Pad(content, bucketMin: 64, lengthMax: int.MaxValue));
    }

    /// <summary>Opens a manifest.</summary>
    /// <returns>
    /// <see cref="Code.None"/>, <see cref="Code.BlobNewer"/> or <see cref="Code.BlobDamaged"/>.
    /// </returns>
    public Code OpenManifest(ReadOnlySpan<byte> sealedBytes, out BlobManifest? manifest)
    {
        manifest = null;
        Span<byte> nonce = stackalloc byte[XChaCha20Poly1305.NonceLength];
        nonce.Fill(0xFF);
        return TryOpen(nonce, ManifestData().Written, sealedBytes, out var padded)
            && Padding.TryUnpad(padded, out var length)
                ? BlobManifest.Read(padded.AsSpan(0, length), out manifest)
                : Code.BlobDamaged;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _seal.Dispose();
        _commit.Dispose();
    }

    private static void WritePlace(Span<byte> nonce, int place)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce, (ulong)place);
    }

    private WireWriter ChunkData(int place, int count) =>
        new WireWriter().Bytes(Contexts.Blob).ChannelId(_channel).Varint(place).Varint(count);

    private WireWriter ManifestData() => new WireWriter().Bytes(Contexts.Manifest).ChannelId(_channel);

    private byte[] Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> data, ReadOnlySpan<byte> plaintext)
    {
        var sealedBytes = new byte[plaintext.Length + OverheadBytes];
        var ciphertext = sealedBytes.AsSpan(..^CommitmentBytes);
        XChaCha20Poly1305.Encrypt(_seal, nonce, data, plaintext, ciphertext);
        Commit(data, ciphertext, sealedBytes.AsSpan(^CommitmentBytes..));
        return sealedBytes;
    }

    private bool TryOpen(
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> sealedBytes,
        [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        if (sealedBytes.Length < OverheadBytes)
            return false;
        var ciphertext = sealedBytes[..^CommitmentBytes];
        Span<byte> expected = stackalloc byte[CommitmentBytes];
        Commit(data, ciphertext, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, sealedBytes[^CommitmentBytes..]))
            return false;
        var opened = new byte[sealedBytes.Length - OverheadBytes];
        if (!XChaCha20Poly1305.TryDecrypt(_seal, nonce, data, ciphertext, opened))
            return false;
        plaintext = opened;
        return true;
    }

    private void Commit(ReadOnlySpan<byte> data, ReadOnlySpan<byte> ciphertext, Span<byte> output)
    {
        using var hash = new Blake2b(CommitmentBytes, _commit.Bytes);
        hash.Append(data).Append(ciphertext).Finish(output);
    }
}
