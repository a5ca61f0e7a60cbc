using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// Seals the entries of one author in one channel, each with the next counter and the id of the one before. What it
/// returned exists: its counter must never be used for other bytes, so it is kept before it is sent. One thread.
/// Source: docs/protocol/entry.md §2.4, §2.6.
/// </summary>
public sealed class EntrySealer
{
    private readonly ChannelId _channel;
    private readonly SigningKey _author;
    private readonly RandomNumberGenerator _random;

    /// <summary>Goes on after the author's newest entry; 0 and the default id for an author without any.</summary>
    public EntrySealer(
        ChannelId channel, SigningKey author, RandomNumberGenerator random, long counter = 0, EntryId head = default)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentOutOfRangeException.ThrowIfNegative(counter);
        (_channel, _author, _random, Counter, Head) = (channel, author, random, counter, head);
        Author = Authors.IdOf(author.PublicKey.Span);
    }

    /// <summary>Who seals.</summary>
    public AuthorId Author { get; }

    /// <summary>The counter of the newest entry, 0 before the first.</summary>
    public long Counter { get; private set; }

    /// <summary>The id of the newest entry, the default before the first.</summary>
    public EntryId Head { get; private set; }

    /// <summary>The most bytes of content that an entry with these kind fields takes.</summary>
    public int ContentSizeMax(EntryKind kind, long epoch, int fieldsLength = 0) =>
        PaddedMax(HeaderLength(kind, epoch, fieldsLength)) - 1;

    /// <summary>Seals the next entry.</summary>
    /// <param name="keys">The keys of the current epoch.</param>
    /// <param name="kind">What it is to the log.</param>
    /// <param name="fields">The kind fields as they are on the wire; empty for kinds that have none.</param>
    /// <param name="content">At most <see cref="ContentSizeMax"/> bytes.</param>
    /// <exception cref="ArgumentException">The content is too long, or the fields are not those of the
    /// kind.</exception>
    public SealedEntry Seal(EpochKeys keys, EntryKind kind, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var header = new WireWriter().Byte((byte)kind).Varint(keys.Epoch).AuthorId(Author).Varint(Counter + 1);
        if (EntryHeader.TransmitsPrev(kind))
            header.EntryId(Head);
        header.Bytes(fields);

        var padded = Padding.Pad(content, EntryHeader.ContentMin, PaddedMax(header.Length));
        Span<byte> nonce = stackalloc byte[EntryHeader.NonceLength];
        _random.GetBytes(nonce);
        var bytes = Envelope.OfEntry(_channel, Head, keys).Seal(header.Written, _author, Author, padded, nonce);
        if (!EntryHeader.TryRead(bytes, out var read, out _) || read.Length != header.Length)
            throw new ArgumentException($"The fields are not those of kind {kind}.", nameof(fields));

        Counter++;
        Head = EntryId.Read(Blake2b.Hash(bytes));
        return new(bytes, Head, Counter);
    }

    private static int PaddedMax(int headerLength) =>
        EntryHeader.EntrySizeMax - headerLength - EntryHeader.TrailerLength;

    private int HeaderLength(EntryKind kind, long epoch, int fieldsLength) =>
        1 + WireWriter.VarintLength(epoch) + AuthorId.Length + WireWriter.VarintLength(Counter + 1)
        + (EntryHeader.TransmitsPrev(kind) ? EntryId.Length : 0) + fieldsLength;
}
