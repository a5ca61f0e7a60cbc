using System.Diagnostics.CodeAnalysis;
using Tacit.Crypto;
using Tacit.Wire;

namespace Tacit.Capability;

/// <summary>
/// The public facts of a channel. The channel's id is their hash, so they prove themselves: whoever holds the id can
/// check them, and no account says who may do what. Immutable. Source: docs/protocol/keys.md §1.2.
/// </summary>
public sealed class Descriptor
{
    /// <summary>Bytes of a descriptor: version, kind, policy and three keys.</summary>
    public const int Length = 99;

    private const byte Version = 1;
    private const int OwnerOffset = 3;
    private const int WriteOffset = OwnerOffset + Ed25519.PublicKeyLength;
    private const int ReadOffset = WriteOffset + Ed25519.PublicKeyLength;

    private readonly byte[] _bytes;

    /// <summary>States the facts of a new channel; keys are 32 bytes each, and copied.</summary>
    /// <exception cref="ArgumentException">A key has another length, or the kind or policy is unknown.</exception>
    public Descriptor(
        ChannelKind kind,
        AppendPolicy policy,
        ReadOnlySpan<byte> ownerKey,
        ReadOnlySpan<byte> writeKey,
        ReadOnlySpan<byte> readKey)
    {
        if (ownerKey.Length != Ed25519.PublicKeyLength
            || writeKey.Length != Ed25519.PublicKeyLength
            || readKey.Length != Ed25519.PublicKeyLength
            || !Enum.IsDefined(kind)
            || !Enum.IsDefined(policy))
        {
            throw new ArgumentException("A descriptor has a known kind, a known policy and three keys of 32 bytes.");
        }

        _bytes = [Version, (byte)kind, (byte)policy, .. ownerKey, .. writeKey, .. readKey];
        Id = ChannelId.Read(Blake2b.Hash(_bytes));
    }

    private Descriptor(byte[] bytes)
    {
        _bytes = bytes;
        Id = ChannelId.Read(Blake2b.Hash(bytes));
    }

    /// <summary>What the channel is used for.</summary>
    public ChannelKind Kind => (ChannelKind)_bytes[1];

    /// <summary>Whose signature lets an author append.</summary>
    public AppendPolicy Policy => (AppendPolicy)_bytes[2];

    /// <summary>The Ed25519 key of the owner, 32 bytes; the same in every epoch.</summary>
    public ReadOnlyMemory<byte> OwnerKey => _bytes.AsMemory(OwnerOffset, Ed25519.PublicKeyLength);

    /// <summary>The Ed25519 write key of epoch 0, 32 bytes.</summary>
    public ReadOnlyMemory<byte> WriteKey => _bytes.AsMemory(WriteOffset, Ed25519.PublicKeyLength);

    /// <summary>The Ed25519 read key of epoch 0, 32 bytes.</summary>
    public ReadOnlyMemory<byte> ReadKey => _bytes.AsMemory(ReadOffset, Ed25519.PublicKeyLength);

    /// <summary>The hash of all of it.</summary>
    public ChannelId Id { get; }

    /// <summary>
    /// Reads a descriptor; another length, version, kind or policy does not read. Whether it belongs to a channel is
    /// shown by its <see cref="Id"/>.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Descriptor? descriptor)
    {
        descriptor = null;
        if (bytes.Length != Length
            || bytes[0] != Version
            || !Enum.IsDefined((ChannelKind)bytes[1])
            || !Enum.IsDefined((AppendPolicy)bytes[2]))
        {
            return false;
        }

        descriptor = new(bytes.ToArray());
        return true;
    }

    /// <summary>The 99 bytes, copied.</summary>
    public byte[] ToArray() => [.. _bytes];
}
