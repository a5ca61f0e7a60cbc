using System.Security.Cryptography;
using Tacit.Wire;

namespace Tacit.Link.Tcp;

/// <summary>Who a node is to its peers.</summary>
/// <param name="id">Its name.</param>
/// <param name="instance">Drawn at random for each start of the process: tells a node from another of its name.</param>
/// <param name="secret">What all nodes of the cluster know and nobody else, at least 16 bytes.</param>
public sealed class LinkIdentity(NodeId id, ulong instance, ReadOnlySpan<byte> secret)
{
    /// <summary>The version of what is spoken over links. Nodes of different versions refuse each other.</summary>
    public const ushort Version = 1;

    /// <summary>The least bytes of a secret.</summary>
    public const int SecretLengthMin = 16;

    /// <summary>The node's name.</summary>
    public NodeId Id { get; } = id;

    /// <summary>This start of the process.</summary>
    public ulong Instance { get; } = instance;

    /// <summary>What is spoken: another than <see cref="Version"/> only in tests.</summary>
    internal ushort SpokenVersion { get; init; } = Version;

    // RFC 5869: the secret of the topology may become the source of other keys one day.
    internal byte[] ProofKey { get; } = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret.ToArray(), 32, info: "tacit node link"u8.ToArray());
}
