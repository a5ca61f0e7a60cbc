using System.Security.Cryptography;

namespace Tacit.Crypto;

/// <summary>
/// 32 secret bytes that are wiped when their owner disposes of them. They never move in memory, so no copy is left
/// behind by the garbage collector, and nothing prints them. Who makes one disposes of it.
/// </summary>
public sealed class Secret : IDisposable
{
    /// <summary>Bytes of a secret.</summary>
    public const int Length = 32;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Length, pinned: true);
    private bool _wiped;

    /// <summary>Copies 32 bytes; the caller wipes the source.</summary>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public Secret(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"A secret has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes, as long as the secret is not disposed of.</summary>
    /// <exception cref="ObjectDisposedException">They were wiped.</exception>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_wiped, this);
            return _bytes;
        }
    }

    /// <summary>Draws a secret from <paramref name="random"/>, which must be fit for keys.</summary>
    public static Secret Draw(RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> bytes = stackalloc byte[Length];
        random.GetBytes(bytes);
        var secret = new Secret(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret;
    }

    /// <summary>
    /// Derives subkey <paramref name="number"/> with libsodium's KDF and the context <c>tacit-v1</c>.
    /// Source: docs/protocol/README.md, Notation.
    /// </summary>
    public Secret Derive(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Span<byte> subkey = stackalloc byte[Length];
        Sodium.Check(
            Sodium.crypto_kdf_derive_from_key(subkey, Length, (ulong)number, "tacit-v1"u8, Bytes),
            nameof(Sodium.crypto_kdf_derive_from_key));
        var derived = new Secret(subkey);
        CryptographicOperations.ZeroMemory(subkey);
        return derived;
    }

    /// <summary>Another secret with the same bytes and an owner of its own.</summary>
    public Secret Copy() => new(Bytes);

    /// <summary>Whether both hold the same bytes, in a time that does not tell where they differ.</summary>
    public bool Matches(Secret other) => CryptographicOperations.FixedTimeEquals(Bytes, other.Bytes);

    /// <summary>Wipes the bytes. Again does nothing.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _wiped = true;
    }
}
