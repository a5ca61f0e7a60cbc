using Tacit.Wire;

namespace Tacit.Link.Tcp;

/// <summary>
/// The first thing that each side of a connection says. All versions begin with the mark and the version, and nothing
/// else
/// is read where that is another.
/// </summary>
/// <remarks>
/// <code>
///  0  mark        8  "tacitlnk"
///  8  version     2
/// 10  from        3  role, index
/// 13  to          3  role, index: whom the one who dials wants, whom the one who listens heard
/// 16  instance    8
/// 24  nonce      32  random
/// </code>
/// Numbers are big-endian.
/// </remarks>
internal sealed record Greeting(ushort Version, NodeId From, NodeId To, ulong Instance, ReadOnlyMemory<byte> Nonce)
{
    /// <summary>Bytes of a greeting of this version.</summary>
    public const int Length = 56;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceLength = 32;

    private static ReadOnlySpan<byte> Mark => "tacitlnk"u8;

    /// <summary>Writes the greeting.</summary>
    public byte[] Write()
    {
        var writer = new WireWriter(Length).Bytes(Mark);
        UInt16(writer, Version);
        Node(writer, From);
        Node(writer, To);
        return writer.UInt64(Instance).Bytes(Nonce.Span).ToArray();
    }

    /// <summary>Reads a greeting.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="versionSpoken">The version to read.</param>
    /// <param name="greeting">The greeting, if it reads.</param>
    /// <returns><see cref="LinkRefusal.None"/>, or why it does not read.</returns>
    public static LinkRefusal Read(ReadOnlySpan<byte> bytes, ushort versionSpoken, out Greeting greeting)
    {
        greeting = null!;
        var reader = new WireReader(bytes);
        if (!reader.TryReadBytes(Mark.Length, out var mark) || !mark.SequenceEqual(Mark)
            || !TryReadUInt16(ref reader, out var version))
        {
            return LinkRefusal.Malformed;
        }

        if (version != versionSpoken)
            return LinkRefusal.OtherVersion;
        if (!TryReadNode(ref reader, out var from) || !TryReadNode(ref reader, out var to)
            || !reader.TryReadUInt64(out var instance)
            || !reader.TryReadBytes(NonceLength, out var nonce) || !reader.AtEnd)
        {
            return LinkRefusal.Malformed;
        }

        greeting = new(version, from, to, instance, nonce.ToArray());
        return LinkRefusal.None;
    }

    private static void UInt16(WireWriter writer, int value) =>
        writer.Byte((byte)(value >> 8)).Byte((byte)(value & 0xFF));

    private static void Node(WireWriter writer, NodeId node)
    {
        writer.Byte((byte)node.Role);
        UInt16(writer, node.Index);
    }

    private static bool TryReadUInt16(ref WireReader reader, out ushort value)
    {
        value = 0;
        if (!reader.TryReadByte(out var high) || !reader.TryReadByte(out var low))
            return false;
        value = (ushort)((high << 8) | low);
        return true;
    }

    private static bool TryReadNode(ref WireReader reader, out NodeId node)
    {
        node = default;
        if (!reader.TryReadByte(out var role) || !Enum.IsDefined((NodeRole)role)
            || !TryReadUInt16(ref reader, out var index) || index > NodeId.IndexMax)
        {
            return false;
        }

        node = new((NodeRole)role, index);
        return true;
    }
}
