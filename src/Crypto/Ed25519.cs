namespace Tacit.Crypto;

/// <summary>Ed25519 signatures (RFC 8032): public keys of 32 bytes, signatures of 64.</summary>
public static class Ed25519
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeyLength = 32;

    /// <summary>Bytes of a seed.</summary>
    public const int SeedLength = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureLength = 64;

    /// <summary>
    /// Whether the signature is by the key over the message. Keys and signatures of another length, keys of small
    /// order and non-canonical forms are all a plain no.
    /// </summary>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == PublicKeyLength
        && signature.Length == SignatureLength
        && Sodium.crypto_sign_verify_detached(signature, message, (ulong)message.Length, publicKey) == 0;
}
