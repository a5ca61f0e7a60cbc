using System.Runtime.InteropServices;

namespace Tacit.Crypto;

/// <summary>
/// BLAKE2b (RFC 7693): output 16 to 64 bytes, key none or 16 to 64 bytes. With 32 bytes and no key it is the protocol's
/// H; with a key it is a message authentication code.
/// </summary>
public sealed unsafe class Blake2b : IDisposable
{
    /// <summary>Bytes of H.</summary>
    public const int HashLength = 32;

    /// <summary>The fewest bytes of output or key.</summary>
    public const int LengthMin = 16;

    /// <summary>The most bytes of output or key.</summary>
    public const int LengthMax = 64;

    // The state has to lie on a boundary of 64 bytes, which the garbage collector does not promise.
    private const nuint Alignment = 64;

    private readonly int _outputLength;
    private void* _state;

    /// <summary>Begins a hash over input that comes in pieces.</summary>
    /// <param name="outputLength">16 to 64.</param>
    /// <param name="key">Empty, or 16 to 64 bytes.</param>
    public Blake2b(int outputLength, ReadOnlySpan<byte> key = default)
    {
        CheckLengths(outputLength, key);
        _outputLength = outputLength;
        var size = Sodium.crypto_generichash_statebytes();
        _state = NativeMemory.AlignedAlloc((size + Alignment - 1) / Alignment * Alignment, Alignment);
        Sodium.Check(
            Sodium.crypto_generichash_init(_state, key, (nuint)key.Length, (nuint)outputLength),
            nameof(Sodium.crypto_generichash_init));
    }

    /// <summary>Frees the state where the owner forgot to.</summary>
    ~Blake2b() => Free();

    /// <summary>Hashes <paramref name="data"/>, without a key, into all of <paramref name="output"/>.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> output) => Hash(data, [], output);

    /// <summary>The 32-byte hash of the protocol, H.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var output = new byte[HashLength];
        Hash(data, output);
        return output;
    }

    /// <summary>Hashes <paramref name="data"/> under a key into all of <paramref name="output"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The output or the key has a length that BLAKE2b lacks.</exception>
    public static void Hash(ReadOnlySpan<byte> data, ReadOnlySpan<byte> key, Span<byte> output)
    {
        CheckLengths(output.Length, key);
        Sodium.Check(
            Sodium.crypto_generichash(
                output, (nuint)output.Length, data, (ulong)data.Length, key, (nuint)key.Length),
            nameof(Sodium.crypto_generichash));
    }

    /// <summary>Takes in the next piece.</summary>
    public Blake2b Append(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_state == null, this);
        Sodium.Check(
            Sodium.crypto_generichash_update(_state, data, (ulong)data.Length),
            nameof(Sodium.crypto_generichash_update));
        return this;
    }

    /// <summary>Ends the hash and frees its state: nothing can be appended after it.</summary>
    /// <exception cref="ArgumentException">The output is not as long as was said at the beginning.</exception>
    public void Finish(Span<byte> output)
    {
        ObjectDisposedException.ThrowIf(_state == null, this);
        if (output.Length != _outputLength)
            throw new ArgumentException($"The output has {_outputLength} bytes.", nameof(output));
        Sodium.Check(
            Sodium.crypto_generichash_final(_state, output, (nuint)output.Length),
            nameof(Sodium.crypto_generichash_final));
        Dispose();
    }

    /// <summary>Frees the state, wiped. Again does nothing.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static void CheckLengths(int outputLength, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputLength, LengthMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputLength, LengthMax);
        if (key.Length is not 0 and (< LengthMin or > LengthMax))
            throw new ArgumentOutOfRangeException(nameof(key), "A key has 16 to 64 bytes.");
    }

    private void Free()
    {
        if (_state == null)
            return;
        NativeMemory.Clear(_state, Sodium.crypto_generichash_statebytes());
        NativeMemory.AlignedFree(_state);
        _state = null;
    }
}
