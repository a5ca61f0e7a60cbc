using Tacit.Crypto;
using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Capability;

/// <summary>
/// Proves the hold of a key to one server, on one connection, for one channel. A proof made for one audience is worth
/// nothing to another, so a server in between cannot pass it on. Source: docs/protocol/keys.md §1.5.
/// </summary>
public static class JoinProof
{
    /// <summary>Bytes of a server's challenge.</summary>
    public const int ChallengeLength = 32;

    private static ReadOnlySpan<byte> Context => "tacit/join/1\0\0\0\0"u8;

    /// <summary>Signs a proof of 64 bytes.</summary>
    /// <param name="key">The read key, the author's key or the owner key, as <paramref name="by"/> says.</param>
    /// <param name="challenge">The 32 bytes of the server's WELCOME.</param>
    /// <param name="audience">The host, and the port if it is not the scheme's own, that were dialled.</param>
    /// <param name="channel">The channel to join.</param>
    /// <param name="by">Which key signs.</param>
    /// <exception cref="ArgumentException">The challenge has another length.</exception>
    public static byte[] Sign(
        SigningKey key, ReadOnlySpan<byte> challenge, string audience, ChannelId channel, ProofBy by)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (challenge.Length != ChallengeLength)
            throw new ArgumentException($"A challenge has {ChallengeLength} bytes.", nameof(challenge));
        return key.Sign(Signed(challenge, audience, channel, by));
    }

    /// <summary>Whether the proof was made by this key for exactly this.</summary>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> challenge,
        string audience,
        ChannelId channel,
        ProofBy by,
        ReadOnlySpan<byte> signature) =>
        challenge.Length == ChallengeLength
        && Ed25519.Verify(publicKey, Signed(challenge, audience, channel, by), signature);

    private static byte[] Signed(ReadOnlySpan<byte> challenge, string audience, ChannelId channel, ProofBy by)
    {
        // Lower case as in §1.5: a Host header may come in any.
        var writer = new WireWriter().Bytes(Context).Bytes(challenge).String(audience.ToLowerInvariant());
        return writer.ChannelId(channel).Byte((byte)by).ToArray();
    }
}
