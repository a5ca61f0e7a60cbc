using System.Security.Cryptography;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// What entries and ephemeral messages share: header ‖ nonce 16 ‖ ciphertext ‖ commitment 16 ‖ signature 64.
/// Source: docs/protocol/entry.md §2.6, §2.8.
/// </summary>
/// <param name="SealContext">Begins the associated data.</param>
/// <param name="SignContext">Begins what is signed.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Prev">The id of the author's entry before; null where there is no chain.</param>
/// <param name="Encryption">Encrypts.</param>
/// <param name="Commitment">Ties the ciphertext to one key, which the AEAD alone does not.</param>
internal readonly ref struct Envelope(
    ReadOnlySpan<byte> SealContext,
    ReadOnlySpan<byte> SignContext,
    ChannelId Channel,
    EntryId? Prev,
    Secret Encryption,
    Secret Commitment)
{
    private readonly ReadOnlySpan<byte> _sealContext = SealContext;
    private readonly ReadOnlySpan<byte> _signContext = SignContext;

    public static Envelope OfEntry(ChannelId channel, EntryId prev, EpochKeys keys) =>
        new(Contexts.Seal, Contexts.Entry, channel, prev, keys.Content, keys.ContentCommitment);

    public static Envelope OfEphemeral(ChannelId channel, EpochKeys keys) =>
        new(Contexts.Ephemeral, Contexts.Ephemeral, channel, null, keys.Ephemeral, keys.EphemeralCommitment);

    /// <summary>
    /// Whether the signature at the end is the author's. Needs no secret, so a chain can be followed without the keys
    /// of its epoch.
    /// </summary>
    public static bool IsSigned(
        ReadOnlySpan<byte> context,
        ChannelId channel,
        EntryId? prev,
        ReadOnlySpan<byte> authorKey,
        ReadOnlySpan<byte> envelope)
    {
        var signed = Begin(context, channel, prev).Bytes(envelope[..^EntryHeader.SignatureLength]);
        return Ed25519.Verify(authorKey, signed.Written, envelope[^EntryHeader.SignatureLength..]);
    }

    public byte[] Seal(
        ReadOnlySpan<byte> header,
        SigningKey author,
        AuthorId authorId,
        ReadOnlySpan<byte> padded,
        ReadOnlySpan<byte> nonce)
    {
        var ciphertext = new byte[padded.Length + XChaCha20Poly1305.TagLength];
        var data = Begin(_sealContext, Channel, Prev).Bytes(header);
        Span<byte> aeadNonce = stackalloc byte[XChaCha20Poly1305.NonceLength];
        WriteNonce(aeadNonce, authorId, nonce);
        XChaCha20Poly1305.Encrypt(Encryption, aeadNonce, data.Written, padded, ciphertext);

        var sealedBytes = new WireWriter(header.Length + ciphertext.Length + EntryHeader.TrailerLength);
        sealedBytes.Bytes(header).Bytes(nonce).Bytes(ciphertext);
        Commit(data.Written, nonce, ciphertext, sealedBytes.Reserve(EntryHeader.CommitmentLength));
        var signed = Begin(_signContext, Channel, Prev).Bytes(sealedBytes.Written);
        author.Sign(signed.Written, sealedBytes.Reserve(EntryHeader.SignatureLength));
        return sealedBytes.ToArray();
    }

    /// <summary>
    /// Opens what <see cref="IsSigned"/> has found to be signed: commitment, then AEAD, then padding. The answer does
    /// not say which failed.
    /// </summary>
    public bool TryOpen(
        ReadOnlySpan<byte> envelope, int headerLength, AuthorId author, out ReadOnlyMemory<byte> content)
    {
        content = default;
        var header = envelope[..headerLength];
        var nonce = envelope.Slice(headerLength, EntryHeader.NonceLength);
        var commitmentOffset = envelope.Length - EntryHeader.SignatureLength - EntryHeader.CommitmentLength;
        var ciphertext = envelope[(headerLength + EntryHeader.NonceLength)..commitmentOffset];
        var commitment = envelope.Slice(commitmentOffset, EntryHeader.CommitmentLength);

        var data = Begin(_sealContext, Channel, Prev).Bytes(header);
        Span<byte> expected = stackalloc byte[EntryHeader.CommitmentLength];
        Commit(data.Written, nonce, ciphertext, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, commitment))
            return false;

        Span<byte> aeadNonce = stackalloc byte[XChaCha20Poly1305.NonceLength];
        WriteNonce(aeadNonce, author, nonce);
        var padded = new byte[ciphertext.Length - XChaCha20Poly1305.TagLength];
        if (!XChaCha20Poly1305.TryDecrypt(Encryption, aeadNonce, data.Written, ciphertext, padded))
            return false;
        if (!Padding.TryUnpad(padded, out var length))
            return false;
        content = padded.AsMemory(0, length);
        return true;
    }

    private static WireWriter Begin(ReadOnlySpan<byte> context, ChannelId channel, EntryId? prev)
    {
        var writer = new WireWriter().Bytes(context).ChannelId(channel);
        return prev is { } id ? writer.EntryId(id) : writer;
    }

    // The author's id in the nonce saves eight transmitted bytes; each author still has 128 random bits.
    private static void WriteNonce(Span<byte> target, AuthorId author, ReadOnlySpan<byte> nonce)
    {
        author.Write(target);
        nonce.CopyTo(target[AuthorId.Length..]);
    }

    private void Commit(
        ReadOnlySpan<byte> data, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> output)
    {
        using var hash = new Blake2b(EntryHeader.CommitmentLength, Commitment.Bytes);
        hash.Append(data).Append(nonce).Append(ciphertext).Finish(output);
    }
}
