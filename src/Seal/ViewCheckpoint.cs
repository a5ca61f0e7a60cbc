using System.Diagnostics.CodeAnalysis;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// A view as bytes, to go on from it in another run. Holds secrets of epochs: whoever keeps it keeps it safe. The bytes
/// are for this program's own reading and no part of the protocol.
/// </summary>
public static class ViewCheckpoint
{
    private const byte Version = 1;

    /// <summary>The view's bytes; false while something waits for another entry.</summary>
    public static bool TryMake(ChannelView view, [NotNullWhen(true)] out byte[]? checkpoint)
    {
        checkpoint = null;
        if (view.IsWaiting || view.IsBroken)
            return false;
        var writer = new WireWriter().Byte(Version).Varint(view.Seq).Varint(view.Epoch);
        WriteSecrets(writer, view.Keyring, 0);
        foreach (var (at, fields) in view.Rights.Epochs.Index())
        {
            fields.Write(writer);
            WriteSecrets(writer, view.Keyring, at + 1);
        }

        writer.Varint(view.Rights.Cuts.Count);
        foreach (var (author, cut) in view.Rights.Cuts)
            writer.AuthorId(author).Varint(cut);
        var chains = view.Chains.ToList();
        writer.Varint(chains.Count);
        foreach (var chain in chains)
        {
            writer.AuthorId(chain.Id).Varint(chain.Key.Length).Bytes(chain.Key.Span).Byte((byte)chain.Role);
            writer.Byte(chain.ByOwner ? (byte)1 : (byte)0).Varint(chain.Counter).EntryId(chain.Head);
        }

        checkpoint = writer.ToArray();
        return true;
    }

    /// <summary>The view that was kept; null where the bytes do not read, and a new view has to begin.</summary>
    public static ChannelView? Restore(
        ReadOnlySpan<byte> checkpoint, Descriptor descriptor, Keyring keyring, SigningKey? author)
    {
        var reader = new WireReader(checkpoint);
        if (!reader.TryReadByte(out var version) || version != Version
            || !reader.TryReadVarint(out var seq)
            || !reader.TryReadVarint(int.MaxValue, out var epochCount)
            || !TryReadSecrets(ref reader, keyring, 0))
        {
            return null;
        }

        var epochs = new List<EpochFields>();
        for (var epoch = 1; epoch <= epochCount; epoch++)
        {
            if (!EpochFields.TryRead(ref reader, out var fields) || !TryReadSecrets(ref reader, keyring, epoch))
                return null;
            epochs.Add(fields);
        }

        if (!TryReadCuts(ref reader, out var cuts) || !TryReadChains(ref reader, cuts, out var chains))
            return null;
        var view = new ChannelView(descriptor, keyring, author);
        view.Rights.Restore(epochs, cuts.Select(one => (one.Key, one.Value)));
        view.Restore(seq, chains);
        return view;
    }

    private static void WriteSecrets(WireWriter writer, Keyring keyring, long epoch)
    {
        var (write, read) = (keyring.WriteSecretOf(epoch), keyring.ReadSecretOf(epoch));
        writer.Byte((byte)((write is null ? 0 : 1) | (read is null ? 0 : 2)));
        writer.Bytes(write is null ? [] : write.Bytes).Bytes(read is null ? [] : read.Bytes);
    }

    private static bool TryReadSecrets(ref WireReader reader, Keyring keyring, long epoch)
    {
        if (!reader.TryReadByte(out var which)
            || !reader.TryReadBytes((which & 1) != 0 ? Secret.Length : 0, out var write)
            || !reader.TryReadBytes((which & 2) != 0 ? Secret.Length : 0, out var read))
        {
            return false;
        }

        if (read.IsEmpty)
            return true;
        using var writeSecret = write.IsEmpty ? null : new Secret(write);
        using var readSecret = new Secret(read);
        keyring.Keep(epoch, writeSecret, readSecret);
        return true;
    }

    private static bool TryReadCuts(ref WireReader reader, out Dictionary<AuthorId, long> cuts)
    {
        cuts = [];
        if (!reader.TryReadVarint(int.MaxValue, out var count))
            return false;
        for (var at = 0; at < count; at++)
        {
            if (!reader.TryReadAuthorId(out var author) || !reader.TryReadVarint(out var cut))
                return false;
            cuts[author] = cut;
        }

        return true;
    }

    private static bool TryReadChains(
        ref WireReader reader, Dictionary<AuthorId, long> cuts, out List<AuthorChain> chains)
    {
        chains = [];
        if (!reader.TryReadVarint(int.MaxValue, out var count))
            return false;
        for (var at = 0; at < count; at++)
        {
            if (!reader.TryReadAuthorId(out var id)
                || !reader.TryReadVarint(Ed25519.PublicKeyLength, out var keyLength)
                || !reader.TryReadBytes(keyLength, out var key)
                || !reader.TryReadByte(out var role)
                || !reader.TryReadByte(out var byOwner)
                || !reader.TryReadVarint(out var counter)
                || !reader.TryReadEntryId(out var head))
            {
                return false;
            }

            var chain = new AuthorChain(id)
            {
                Key = key.ToArray(),
                Role = (Role)role,
                ByOwner = byOwner == 1,
                Cut = cuts.TryGetValue(id, out var cut) ? cut : null,
            };
            chain.Advance(counter, head);
            chains.Add(chain);
        }

        return reader.AtEnd;
    }
}
