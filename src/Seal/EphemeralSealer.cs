using System.Buffers.Binary;
using System.Security.Cryptography;
using Tacit.Capability;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Seal;

/// <summary>
/// Seals the ephemeral messages of one run of one client: it draws a session and counts in it. One thread.
/// Source: docs/protocol/entry.md §2.8.
/// </summary>
public sealed class EphemeralSealer
{
    /// <summary>The most bytes of a payload, whatever the counter.</summary>
    public const int PayloadSizeMax = EphemeralHeader.SizeMax - HeaderMax - EntryHeader.TrailerLength - 2;

    private const int HeaderMax = 1 + 8 + AuthorId.Length + 8 + 8;

    private readonly ChannelId _channel;
    private readonly SigningKey _author;
    private readonly AuthorId _authorId;
    private readonly RandomNumberGenerator _random;
    private readonly ulong _session;
    private long _counter;

    /// <summary>Begins a session.</summary>
    public EphemeralSealer(ChannelId channel, SigningKey author, RandomNumberGenerator random)
    {
        (_channel, _author, _random) = (channel, author, random);
        _authorId = Authors.IdOf(author.PublicKey.Span);
        Span<byte> session = stackalloc byte[sizeof(ulong)];
        random.GetBytes(session);
        _session = BinaryPrimitives.ReadUInt64BigEndian(session);
    }

    /// <summary>Seals the next message.</summary>
    /// <exception cref="ArgumentException">The payload is longer than <see cref="PayloadSizeMax"/>.</exception>
    public byte[] Seal(EpochKeys keys, EphemeralType type, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > PayloadSizeMax)
            throw new ArgumentException($"{payload.Length} bytes; {PayloadSizeMax} fit.", nameof(payload));
        var header = new WireWriter();
        EphemeralHeader.Write(header, keys.Epoch, _authorId, _session, ++_counter);
        var padded = Padding.Pad(
            [(byte)type, .. payload],
            EphemeralHeader.ContentMin,
            EphemeralHeader.SizeMax - header.Length - EntryHeader.TrailerLength);
        Span<byte> nonce = stackalloc byte[EntryHeader.NonceLength];
        _random.GetBytes(nonce);
        return Envelope.OfEphemeral(_channel, keys).Seal(header.Written, _author, _authorId, padded, nonce);
    }
}
