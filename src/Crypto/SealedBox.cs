using System.Security.Cryptography;

namespace Tacit.Crypto;

/// <summary>
/// Anonymous boxes to the holder of an Ed25519 key: libsodium's <c>crypto_box_seal</c> (X25519, XSalsa20-Poly1305) to
/// the X25519 form of the key. libsodium draws the ephemeral key of a box itself, so boxes cannot be made again.
/// </summary>
public static class SealedBox
{
    /// <summary>Bytes that a box is longer than its content: an X25519 key and a tag.</summary>
    public const int Overhead = 48;

    private const int X25519Length = 32;

    /// <summary>
    /// Seals to a key that came from outside: no where it is not the point that an honest key is.
    /// </summary>
    /// <exception cref="ArgumentException">The box is not <see cref="Overhead"/> bytes longer.</exception>
    public static bool TrySeal(ReadOnlySpan<byte> recipientKey, ReadOnlySpan<byte> content, Span<byte> box)
    {
        if (box.Length != content.Length + Overhead)
            throw new ArgumentException($"A box is {Overhead} bytes longer than its content.", nameof(box));
        Span<byte> key = stackalloc byte[X25519Length];
        return recipientKey.Length == Ed25519.PublicKeyLength
            && Sodium.crypto_sign_ed25519_pk_to_curve25519(key, recipientKey) == 0
            && Sodium.crypto_box_seal(box, content, (ulong)content.Length, key) == 0;
    }

    /// <summary>Opens a box; what is not for this key, or was changed, is a no.</summary>
    /// <exception cref="ArgumentException">The target does not fit the box.</exception>
    public static bool TryOpen(SigningKey recipient, ReadOnlySpan<byte> box, Span<byte> content)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        if (box.Length < Overhead)
            return false;
        if (content.Length != box.Length - Overhead)
            throw new ArgumentException($"A box is {Overhead} bytes longer than its content.", nameof(content));

        Span<byte> publicKey = stackalloc byte[X25519Length];
        Span<byte> secretKey = stackalloc byte[X25519Length];
        recipient.WriteX25519(secretKey);
        var opened =
            Sodium.crypto_sign_ed25519_pk_to_curve25519(publicKey, recipient.PublicKey.Span) == 0
            && Sodium.crypto_box_seal_open(content, box, (ulong)box.Length, publicKey, secretKey) == 0;
        CryptographicOperations.ZeroMemory(secretKey);
        if (!opened)
            content.Clear();
        return opened;
    }
}
