using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// Makes the fields of an EPOCH entry, and takes secrets out of them. The old read secret is wrapped under the new
/// key, never the reverse: that would hand the new key to whoever was removed. Source: docs/protocol/keys.md §1.7.
/// </summary>
public static class EpochChange
{
    /// <summary>Makes the fields. Whoever has a key to which nothing can be sealed gets no box.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="epoch">The number of the new epoch.</param>
    /// <param name="writeSecret">The new write secret, drawn for this.</param>
    /// <param name="oldReadSecret">The read secret of the epoch before.</param>
    /// <param name="staying">The public keys of the owner and of the authors who stay.</param>
    /// <param name="removed">Who is removed, each with the last counter that counts.</param>
    /// <param name="random">Gives the nonce of the wrapping.</param>
    public static EpochFields Make(
        ChannelId channel,
        long epoch,
        Secret writeSecret,
        Secret oldReadSecret,
        IEnumerable<ReadOnlyMemory<byte>> staying,
        IEnumerable<(AuthorId Author, long Cut)> removed,
        RandomNumberGenerator random)
    {
        using var readSecret = KeyTree.Narrow(writeSecret);
        using var keys = EpochKeys.Of(epoch, readSecret);
        return new()
        {
            WriteKey = KeyTree.PublicKey(writeSecret),
            ReadKey = KeyTree.PublicKey(readSecret),
            Removed = [.. removed.OrderBy(one => one.Author)],
            Boxes = Boxes(writeSecret, staying),
            Wrapped = Wrap(channel, keys, oldReadSecret, random),
        };
    }

    /// <summary>
    /// Takes the new write secret out of the box for <paramref name="recipient"/>: null where there is none, or it does
    /// not give the keys that the entry names.
    /// </summary>
    public static Secret? OpenBox(EpochFields fields, SigningKey recipient)
    {
        var id = Authors.IdOf(recipient.PublicKey.Span);
        var box = fields.Boxes.FirstOrDefault(one => one.Recipient == id).Box;
        Span<byte> content = stackalloc byte[Secret.Length];
        if (box.IsEmpty || !SealedBox.TryOpen(recipient, box.Span, content))
            return null;

        using var candidate = new Secret(content);
        CryptographicOperations.ZeroMemory(content);
        using var readSecret = KeyTree.Narrow(candidate);
        return KeyTree.PublicKey(candidate).AsSpan().SequenceEqual(fields.WriteKey.Span)
            && KeyTree.PublicKey(readSecret).AsSpan().SequenceEqual(fields.ReadKey.Span)
                ? candidate.Copy()
                : null;
    }

    /// <summary>
    /// Takes the read secret of the epoch before out of an EPOCH entry: null where it was changed, or does not belong
    /// to <paramref name="oldReadKey"/>.
    /// </summary>
    public static Secret? Unwrap(
        ChannelId channel, EpochKeys keys, EpochFields fields, ReadOnlySpan<byte> oldReadKey)
    {
        var (nonce, sealedSecret) = (
            fields.Wrapped[..XChaCha20Poly1305.NonceLength], fields.Wrapped[XChaCha20Poly1305.NonceLength..]);
        Span<byte> content = stackalloc byte[Secret.Length];
        if (!XChaCha20Poly1305.TryDecrypt(
            keys.Wrap, nonce.Span, Data(channel, keys.Epoch), sealedSecret.Span, content))
        {
            return null;
        }

        using var candidate = new Secret(content);
        CryptographicOperations.ZeroMemory(content);
        return KeyTree.PublicKey(candidate).AsSpan().SequenceEqual(oldReadKey) ? candidate.Copy() : null;
    }

    private static byte[] Wrap(ChannelId channel, EpochKeys keys, Secret oldReadSecret, RandomNumberGenerator random)
    {
        var wrapped = new byte[EpochFields.WrappedLength];
        var nonce = wrapped.AsSpan(0, XChaCha20Poly1305.NonceLength);
        random.GetBytes(nonce);
        XChaCha20Poly1305.Encrypt(
            keys.Wrap, nonce, Data(channel, keys.Epoch), oldReadSecret.Bytes, wrapped.AsSpan(nonce.Length));
        return wrapped;
    }

    private static byte[] Data(ChannelId channel, long epoch) =>
        new WireWriter().Bytes(Contexts.Wrap).ChannelId(channel).Varint(epoch).ToArray();

    private static List<(AuthorId, ReadOnlyMemory<byte>)> Boxes(
        Secret writeSecret, IEnumerable<ReadOnlyMemory<byte>> staying)
    {
        var boxes = new SortedDictionary<AuthorId, ReadOnlyMemory<byte>>();
        foreach (var key in staying)
        {
            var box = new byte[EpochFields.BoxLength];
            if (SealedBox.TrySeal(key.Span, writeSecret.Bytes, box))
                boxes[Authors.IdOf(key.Span)] = box;
        }

        return [.. boxes.Select(one => (one.Key, one.Value))];
    }
}
