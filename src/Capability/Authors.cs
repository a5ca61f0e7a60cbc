using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Capability;

/// <summary>Names authors by their keys. Source: docs/protocol/keys.md §1.4.</summary>
public static class Authors
{
    /// <summary>The id of a public key of 32 bytes: the first 8 bytes of its hash.</summary>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public static AuthorId IdOf(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != Ed25519.PublicKeyLength)
            throw new ArgumentException($"A key has {Ed25519.PublicKeyLength} bytes.", nameof(publicKey));
        Span<byte> hash = stackalloc byte[Blake2b.HashLength];
        Blake2b.Hash(publicKey, hash);
        return AuthorId.Read(hash);
    }
}
