namespace Tacit.Crypto;

/// <summary>
/// Argon2id 1.3 (RFC 9106) with one lane, 3 passes and 64 MiB: some tenths of a second on purpose, so that guessing a
/// password costs as much each time. Source of the limits: docs/protocol/keys.md §1.3.
/// </summary>
public static class Argon2id
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 16;

    private const int Algorithm13 = 2;
    private const ulong Passes = 3;
    private const nuint MemoryBytes = 64 * 1024 * 1024;

    /// <summary>Makes 32 bytes of a password.</summary>
    /// <param name="password">UTF-8 of the password's NFC form.</param>
    /// <param name="salt">16 bytes.</param>
    /// <exception cref="ArgumentException">The salt has another length.</exception>
    /// <exception cref="InvalidOperationException">There are not 64 MiB of memory.</exception>
    public static Secret Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
    {
        if (salt.Length != SaltLength)
            throw new ArgumentException($"A salt has {SaltLength} bytes, not {salt.Length}.", nameof(salt));
        Span<byte> output = stackalloc byte[Secret.Length];
        Sodium.Check(
            Sodium.crypto_pwhash(
                output, (ulong)output.Length, password, (ulong)password.Length, salt, Passes, MemoryBytes, Algorithm13),
            nameof(Sodium.crypto_pwhash));
        var derived = new Secret(output);
        output.Clear();
        return derived;
    }
}
