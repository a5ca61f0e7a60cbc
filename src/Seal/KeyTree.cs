using Tacit.Crypto;

namespace Tacit.Seal;

/// <summary>
/// Derives narrower secrets and keys from wider secrets, never the reverse. Source: docs/protocol/keys.md §1.1, whose
/// table gives the numbers. The caller disposes of what is returned.
/// </summary>
public static class KeyTree
{
    private const int NarrowerNumber = 1;
    private const int SeedNumber = 2;
    private const int EpochKeyNumber = 3;

    /// <summary>The write secret of an owner secret, or the read secret of a write secret.</summary>
    public static Secret Narrow(Secret wider) => wider.Derive(NarrowerNumber);

    /// <summary>The Ed25519 key of an owner, write or read secret.</summary>
    public static SigningKey Signer(Secret secret)
    {
        using var seed = secret.Derive(SeedNumber);
        return new(seed.Bytes);
    }

    /// <summary>The key of an epoch, from which all keys that seal in it follow.</summary>
    public static Secret EpochKey(Secret readSecret) => readSecret.Derive(EpochKeyNumber);

    /// <summary>The public key of a secret, 32 bytes.</summary>
    public static byte[] PublicKey(Secret secret)
    {
        using var signer = Signer(secret);
        return signer.PublicKey.ToArray();
    }
}
