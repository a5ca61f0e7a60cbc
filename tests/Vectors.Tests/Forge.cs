using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Vectors.Tests;

/// <summary>
/// Seals by the letter of docs/protocol/entry.md §2.6 and §2.8, apart from src/Seal: so that it checks that code, and
/// so that one step at a time can go wrong under an otherwise good signature.
/// </summary>
internal sealed class Forge(ChannelId channel, byte[] epochKey, SigningKey author)
{
    public byte[]? Prev { get; init; }

    public required string SealContext { get; init; }

    public required string SignContext { get; init; }

    public int EncryptionNumber { get; init; } = 4;

    public int CommitmentNumber { get; init; } = 5;

    /// <summary>What happens to the ciphertext before it is committed to.</summary>
    public Func<byte[], byte[]> OnCiphertext { get; init; } = bytes => bytes;

    /// <summary>What happens to the commitment before it is signed.</summary>
    public Func<byte[], byte[]> OnCommitment { get; init; } = bytes => bytes;

    public static Forge Entry(ChannelId channel, byte[] epochKey, SigningKey author, byte[] prev) =>
        new(channel, epochKey, author)
        {
            SealContext = "tacit/seal/1\0\0\0\0",
            SignContext = "tacit/entry/1\0\0\0",
            Prev = prev,
        };

    public byte[] Seal(byte[] header, byte[] nonce, byte[] padded)
    {
        using var root = new Secret(epochKey);
        using var encryption = root.Derive(EncryptionNumber);
        using var commitmentKey = root.Derive(CommitmentNumber);
        byte[] data = [.. Bytes(SealContext), .. channel.ToArray(), .. Prev ?? [], .. header];
        var aeadNonce = new byte[24];
        Authors.IdOf(author.PublicKey.Span).Write(aeadNonce);
        nonce.CopyTo(aeadNonce, 8);

        var ciphertext = new byte[padded.Length + 16];
        XChaCha20Poly1305.Encrypt(encryption, aeadNonce, data, padded, ciphertext);
        ciphertext = OnCiphertext(ciphertext);
        var commitment = new byte[16];
        Blake2b.Hash([.. data, .. nonce, .. ciphertext], commitmentKey.Bytes, commitment);
        byte[] unsigned = [.. header, .. nonce, .. ciphertext, .. OnCommitment(commitment)];
        return [.. unsigned, .. author.Sign([.. Bytes(SignContext), .. channel.ToArray(), .. Prev ?? [], .. unsigned])];
    }

    private static byte[] Bytes(string ascii) => System.Text.Encoding.ASCII.GetBytes(ascii);
}
