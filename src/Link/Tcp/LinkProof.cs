using System.Security.Cryptography;

namespace Tacit.Link.Tcp;

/// <summary>
/// Proves that one knows the cluster's secret, on this connection and in this direction. HMAC-SHA-256 (RFC 2104) over a
/// label that differs by direction, both greetings (so both nonces, names and instances) and what binds to TLS: a proof
/// that is replayed meets another nonce, one that is reflected another label, one that is passed on through another TLS
/// connection another certificate.
/// </summary>
internal static class LinkProof
{
    /// <summary>Bytes of a proof.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>Makes the proof of one side.</summary>
    /// <param name="key">Made from the secret.</param>
    /// <param name="byDialer">Whether it is the side that dialed.</param>
    /// <param name="dialer">The greeting of the side that dialed, as it was sent.</param>
    /// <param name="listener">The greeting of the side that listens, as it was sent.</param>
    /// <param name="binding">The hash of the listener's certificate; empty without TLS.</param>
    public static byte[] Make(
        byte[] key, bool byDialer, ReadOnlySpan<byte> dialer, ReadOnlySpan<byte> listener, ReadOnlySpan<byte> binding)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

        // Every part but the last has a length that is known from what goes before it: no two inputs are alike.
        hmac.AppendData(byDialer ? "tacit link: who dials..."u8 : "tacit link: who listens."u8);
        hmac.AppendData(dialer);
        hmac.AppendData(listener);
        hmac.AppendData(binding);
        return hmac.GetHashAndReset();
    }

    /// <summary>Compares in a time that says nothing of where they differ.</summary>
    public static bool Fits(ReadOnlySpan<byte> made, ReadOnlySpan<byte> shown) =>
        CryptographicOperations.FixedTimeEquals(made, shown);
}
