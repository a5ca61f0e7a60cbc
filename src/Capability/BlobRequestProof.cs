using Tacit.Crypto;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Capability;

/// <summary>
/// Proves the right to one HTTP request about blobs, without a session: at one server, for one channel, about these
/// addresses, for a few minutes. Source: docs/protocol/blobs.md §6.5.
/// </summary>
public static class BlobRequestProof
{
    private static ReadOnlySpan<byte> Context => "tacit/request/1\0"u8;

    /// <summary>Signs a request: 64 bytes.</summary>
    /// <param name="key">The read key, the author's key or the owner key, as <paramref name="by"/> says.</param>
    /// <param name="audience">The host, and the port if it is not the scheme's own, that are called.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="by">Which key signs.</param>
    /// <param name="at">Unix time in seconds.</param>
    /// <param name="method">The HTTP method, in upper case.</param>
    /// <param name="subject">The address that the request is about; of several, one after the other.</param>
    public static byte[] Sign(
        SigningKey key,
        string audience,
        ChannelId channel,
        ProofBy by,
        long at,
        string method,
        ReadOnlySpan<byte> subject)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Sign(Signed(audience, channel, by, at, method, subject));
    }

    /// <summary>Whether the proof was made by this key for exactly this.</summary>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey,
        string audience,
        ChannelId channel,
        ProofBy by,
        long at,
        string method,
        ReadOnlySpan<byte> subject,
        ReadOnlySpan<byte> signature) =>
        Ed25519.Verify(publicKey, Signed(audience, channel, by, at, method, subject), signature);

    private static byte[] Signed(
        string audience, ChannelId channel, ProofBy by, long at, string method, ReadOnlySpan<byte> subject) =>
        new WireWriter().Bytes(Context).String(audience.ToLowerInvariant()).ChannelId(channel).Byte((byte)by)
            .Varint(at).String(method).Bytes(subject).ToArray();
}
