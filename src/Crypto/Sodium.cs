using System.Reflection;
using System.Runtime.InteropServices;

namespace Tacit.Crypto;

/// <summary>
/// The functions of libsodium that we call, with the names of https://doc.libsodium.org. Nothing newer than 1.0.18,
/// which Debian 12 has. Lengths are checked by the callers: libsodium trusts them.
/// </summary>
internal static unsafe partial class Sodium
{
    private const string Library = "sodium";

    // By file, newest first: the plain "libsodium.so" exists only where the development package is installed.
    private static readonly string[] Files =
        ["libsodium.so.26", "libsodium.so.23", "libsodium.dylib", "libsodium.dll", "libsodium"];

    private static readonly Lazy<nint> Loaded = new(Load);

    static Sodium() => NativeLibrary.SetDllImportResolver(
        typeof(Sodium).Assembly, (name, _, _) => name == Library ? Loaded.Value : 0);

    [LibraryImport(Library)]
    internal static partial int crypto_generichash(
        Span<byte> output, nuint outputLength, ReadOnlySpan<byte> input, ulong inputLength,
        ReadOnlySpan<byte> key, nuint keyLength);

    [LibraryImport(Library)]
    internal static partial nuint crypto_generichash_statebytes();

    [LibraryImport(Library)]
    internal static partial int crypto_generichash_init(
        void* state, ReadOnlySpan<byte> key, nuint keyLength, nuint outputLength);

    [LibraryImport(Library)]
    internal static partial int crypto_generichash_update(void* state, ReadOnlySpan<byte> input, ulong inputLength);

    [LibraryImport(Library)]
    internal static partial int crypto_generichash_final(void* state, Span<byte> output, nuint outputLength);

    [LibraryImport(Library)]
    internal static partial int crypto_kdf_derive_from_key(
        Span<byte> subkey, nuint subkeyLength, ulong number, ReadOnlySpan<byte> context, ReadOnlySpan<byte> key);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_seed_keypair(
        Span<byte> publicKey, Span<byte> secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_detached(
        Span<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, ulong messageLength,
        ReadOnlySpan<byte> secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_verify_detached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_pk_to_curve25519(
        Span<byte> x25519Key, ReadOnlySpan<byte> ed25519Key);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_sk_to_curve25519(
        Span<byte> x25519Key, ReadOnlySpan<byte> ed25519Key);

    [LibraryImport(Library)]
    internal static partial int crypto_box_seal(
        Span<byte> box, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library)]
    internal static partial int crypto_box_seal_open(
        Span<byte> message, ReadOnlySpan<byte> box, ulong boxLength,
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_aead_xchacha20poly1305_ietf_encrypt(
        Span<byte> ciphertext, nint ciphertextLength, ReadOnlySpan<byte> message, ulong messageLength,
        ReadOnlySpan<byte> data, ulong dataLength, nint secretNonce, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library)]
    internal static partial int crypto_aead_xchacha20poly1305_ietf_decrypt(
        Span<byte> message, nint messageLength, nint secretNonce, ReadOnlySpan<byte> ciphertext, ulong ciphertextLength,
        ReadOnlySpan<byte> data, ulong dataLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library)]
    internal static partial int crypto_pwhash(
        Span<byte> output, ulong outputLength, ReadOnlySpan<byte> password, ulong passwordLength,
        ReadOnlySpan<byte> salt, ulong operationsLimit, nuint memoryLimit, int algorithm);

    /// <summary>Throws where libsodium reports what only a wrong argument or a lack of memory can cause.</summary>
    internal static void Check(int result, string function)
    {
        if (result != 0)
            throw new InvalidOperationException($"libsodium refused its arguments or lacked memory: {function}");
    }

    private static nint Load()
    {
        foreach (var file in Files)
        {
            if (!NativeLibrary.TryLoad(file, Assembly.GetExecutingAssembly(), null, out var library))
                continue;

            // Picks the fastest code for this processor; may be called more than once.
            var initialize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "sodium_init");
            if (initialize() < 0)
                throw new InvalidOperationException("libsodium could not be initialized.");
            return library;
        }

        throw new DllNotFoundException(
            "libsodium was not found; install it: package libsodium23 on Debian and Ubuntu (apt install libsodium23), "
            + "libsodium on Fedora, Alpine, Arch and Homebrew");
    }
}
