namespace Tacit.Crypto;

/// <summary>
/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): key 32 bytes, nonce 24, tag 16 at the end of the ciphertext. A
/// nonce of 24 random bytes does not repeat in practice. It does not commit to its key: the protocol adds a commitment
/// (docs/protocol/entry.md §2.6).
/// </summary>
public static class XChaCha20Poly1305
{
    /// <summary>Bytes of a nonce.</summary>
    public const int NonceLength = 24;

    /// <summary>Bytes that the ciphertext is longer than the plaintext.</summary>
    public const int TagLength = 16;

    /// <summary>Encrypts. The target may not overlap the plaintext.</summary>
    /// <param name="key">The key.</param>
    /// <param name="nonce">24 bytes, never used twice under one key.</param>
    /// <param name="data">What is authenticated beside the plaintext.</param>
    /// <param name="plaintext">Any length.</param>
    /// <param name="ciphertext">Takes <see cref="TagLength"/> bytes more than the plaintext.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Encrypt(
        Secret key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (nonce.Length != NonceLength)
            throw new ArgumentException($"A nonce has {NonceLength} bytes.", nameof(nonce));
        if (ciphertext.Length != plaintext.Length + TagLength)
            throw new ArgumentException($"The ciphertext is {TagLength} bytes longer.", nameof(ciphertext));
        Sodium.Check(
            Sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
                ciphertext, 0, plaintext, (ulong)plaintext.Length, data, (ulong)data.Length, 0, nonce, key.Bytes),
            nameof(Sodium.crypto_aead_xchacha20poly1305_ietf_encrypt));
    }

    /// <summary>
    /// Decrypts what authenticates; else answers no and leaves zero bytes. Wrong lengths of nonce and ciphertext come
    /// from outside and are a no as well; a wrong length of the target is misuse.
    /// </summary>
    /// <exception cref="ArgumentException">The target does not fit the ciphertext.</exception>
    public static bool TryDecrypt(
        Secret key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> ciphertext,
        Span<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (nonce.Length != NonceLength || ciphertext.Length < TagLength)
            return false;
        if (plaintext.Length != ciphertext.Length - TagLength)
            throw new ArgumentException($"The plaintext is {TagLength} bytes shorter.", nameof(plaintext));
        var opened = Sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            plaintext, 0, 0, ciphertext, (ulong)ciphertext.Length, data, (ulong)data.Length, nonce, key.Bytes) == 0;
        if (!opened)
            plaintext.Clear();
        return opened;
    }
}
