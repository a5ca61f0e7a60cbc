namespace Tacit.Wire.Roles;

/// <summary>The fields of messages between roles: writes what <see cref="RoleReader"/> reads.</summary>
internal static class RoleWriting
{
    /// <summary>Writes one element of a list.</summary>
    public delegate void Element<in T>(WireWriter writer, T element);

    /// <summary>Writes the type of a message, which comes first.</summary>
    public static WireWriter Type(this WireWriter writer, RoleMessageType type) => writer.Byte((byte)type);

    /// <summary>Writes 0 or 1.</summary>
    public static WireWriter Flag(this WireWriter writer, bool value) => writer.Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a code.</summary>
    public static WireWriter Code(this WireWriter writer, Code value) => writer.Varint((int)value);

    /// <summary>Writes a length and bytes.</summary>
    public static WireWriter Block(this WireWriter writer, ReadOnlyMemory<byte> value) =>
        writer.Varint(value.Length).Bytes(value.Span);

    /// <summary>Writes a block that may be missing.</summary>
    public static WireWriter OptionalBlock(this WireWriter writer, ReadOnlyMemory<byte>? value) =>
        value is { } block ? writer.Flag(true).Block(block) : writer.Flag(false);

    /// <summary>Writes the address of a chunk.</summary>
    public static WireWriter Address(this WireWriter writer, BlobAddress value)
    {
        value.Write(writer.Reserve(BlobAddress.Length));
        return writer;
    }

    /// <summary>Writes a vector clock that may be missing.</summary>
    public static WireWriter OptionalClock(this WireWriter writer, VectorClock? value)
    {
        writer.Flag(value is not null);
        value?.Write(writer);
        return writer;
    }

    /// <summary>Writes a grant that may be missing.</summary>
    public static WireWriter OptionalGrant(this WireWriter writer, Grant? value)
    {
        writer.Flag(value is not null);
        value?.Write(writer);
        return writer;
    }

    /// <summary>Writes the name of a node.</summary>
    public static WireWriter Node(this WireWriter writer, NodeId value) =>
        writer.Varint((int)value.Role).Varint(value.Index);

    /// <summary>Writes the name of a node that may be missing.</summary>
    public static WireWriter OptionalNode(this WireWriter writer, NodeId? value) =>
        value is { } node ? writer.Flag(true).Node(node) : writer.Flag(false);

    /// <summary>Writes a shard.</summary>
    public static WireWriter Shard(this WireWriter writer, Shard value) => writer.Byte(value.Index);

    /// <summary>Writes who holds a lease; nobody is one number.</summary>
    public static WireWriter Holder(this WireWriter writer, LeaseHolder value) =>
        value.IsNobody ? writer.UInt64(0) : writer.UInt64(value.Instance).Node(value.Node);

    /// <summary>Writes a list: its count, and its elements.</summary>
    public static WireWriter List<T>(this WireWriter writer, IReadOnlyList<T> list, Element<T> write)
    {
        writer.Varint(list.Count);
        for (var at = 0; at < list.Count; at++)
            write(writer, list[at]);
        return writer;
    }
}
