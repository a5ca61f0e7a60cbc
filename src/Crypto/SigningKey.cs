using System.Security.Cryptography;

namespace Tacit.Crypto;

/// <summary>
/// An Ed25519 key that signs (RFC 8032). The same seed gives the same key. Its secret half is wiped on disposal;
/// several threads may sign with it at once.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private const int ExpandedLength = 64;

    private readonly byte[] _publicKey = new byte[Ed25519.PublicKeyLength];
    private readonly byte[] _expanded = GC.AllocateUninitializedArray<byte>(ExpandedLength, pinned: true);
    private bool _wiped;

    /// <summary>Makes the key of a seed of 32 bytes; the caller wipes the seed.</summary>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public SigningKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedLength)
            throw new ArgumentException($"A seed has {Ed25519.SeedLength} bytes, not {seed.Length}.", nameof(seed));
        Sodium.Check(
            Sodium.crypto_sign_seed_keypair(_publicKey, _expanded, seed), nameof(Sodium.crypto_sign_seed_keypair));
    }

    /// <summary>The public half, 32 bytes; it outlives disposal.</summary>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>Signs, into 64 bytes.</summary>
    /// <exception cref="ArgumentException">The target has another length.</exception>
    /// <exception cref="ObjectDisposedException">The key was wiped.</exception>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureLength)
            throw new ArgumentException($"A signature has {Ed25519.SignatureLength} bytes.", nameof(signature));
        Sodium.Check(
            Sodium.crypto_sign_detached(signature, 0, message, (ulong)message.Length, Expanded),
            nameof(Sodium.crypto_sign_detached));
    }

    /// <summary>Signs; the signature has 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureLength];
        Sign(message, signature);
        return signature;
    }

    /// <summary>Wipes the secret half. Again does nothing.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_expanded);
        _wiped = true;
    }

    /// <summary>The X25519 form of the secret half, 32 bytes, for <see cref="SealedBox"/>.</summary>
    internal void WriteX25519(Span<byte> target) => Sodium.Check(
        Sodium.crypto_sign_ed25519_sk_to_curve25519(target, Expanded),
        nameof(Sodium.crypto_sign_ed25519_sk_to_curve25519));

    private ReadOnlySpan<byte> Expanded
    {
        get
        {
            ObjectDisposedException.ThrowIf(_wiped, this);
            return _expanded;
        }
    }
}
