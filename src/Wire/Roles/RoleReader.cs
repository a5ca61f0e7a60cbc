using Tacit.Wire.Frames;

namespace Tacit.Wire.Roles;

/// <summary>
/// Reads the fields of a message between roles. It never throws: after the first field that does not read, all others
/// are empty, and <see cref="BadOffset"/> says where that was.
/// </summary>
/// <param name="message">What to read. Blocks are views of it.</param>
internal ref struct RoleReader(ReadOnlyMemory<byte> message)
{
    private readonly ReadOnlyMemory<byte> _message = message;
    private WireReader _wire = new(message.Span);

    /// <summary>Reads one element of a list.</summary>
    public delegate T Element<out T>(ref RoleReader reader);

    /// <summary>The byte at which the message does not follow the format; null while it does.</summary>
    public int? BadOffset { get; private set; }

    /// <summary>Says that the message does not end where its fields do.</summary>
    public void ExpectEnd() => Check(_wire.AtEnd);

    /// <summary>Reads one byte.</summary>
    public byte Byte() => Check(_wire.TryReadByte(out var value)) ? value : default;

    /// <summary>Reads a byte that is 0 or 1.</summary>
    public bool Flag()
    {
        var value = Byte();
        Check(value <= 1);
        return value == 1;
    }

    /// <summary>Reads a number from 0 to 2⁵³ − 1.</summary>
    public long Number() => Check(_wire.TryReadVarint(out var value)) ? value : default;

    /// <summary>Reads a number from 0 to 2³¹ − 1.</summary>
    public int Count() => Check(_wire.TryReadVarint(int.MaxValue, out var value)) ? value : default;

    /// <summary>Reads 8 bytes as a number.</summary>
    public ulong UInt64() => Check(_wire.TryReadUInt64(out var value)) ? value : default;

    /// <summary>Reads a member of an enumeration by its number.</summary>
    public T Member<T>()
        where T : struct, Enum
    {
        var value = (T)Enum.ToObject(typeof(T), Count());
        Check(Enum.IsDefined(value));
        return value;
    }

    /// <summary>Reads a code.</summary>
    public Code Code()
    {
        // Most are this one: it needs no look into the enumeration.
        var number = Count();
        var code = (Code)number;
        Check(code == Wire.Code.None || Enum.IsDefined(code));
        return code;
    }

    /// <summary>Reads a string of at most so many bytes.</summary>
    public string Text(int lengthMax) => Check(_wire.TryReadString(lengthMax, out var value)) ? value : "";

    /// <summary>Reads a block of any length, as a view of the message.</summary>
    public ReadOnlyMemory<byte> Block()
    {
        var length = Count();
        if (!Check(_wire.TryReadBytes(length, out _)))
            return default;
        return _message.Slice(_wire.Offset - length, length);
    }

    /// <summary>Reads a block that may be missing.</summary>
    public ReadOnlyMemory<byte>? OptionalBlock()
    {
        // Not a conditional expression: its null would become empty memory.
        if (Flag())
            return Block();
        return null;
    }

    /// <summary>Reads a channel id.</summary>
    public ChannelId Channel() => Check(_wire.TryReadChannelId(out var value)) ? value : default;

    /// <summary>Reads an author id.</summary>
    public AuthorId Author() => Check(_wire.TryReadAuthorId(out var value)) ? value : default;

    /// <summary>Reads an incarnation.</summary>
    public Incarnation Incarnation() => Check(_wire.TryReadIncarnation(out var value)) ? value : default;

    /// <summary>Reads the address of a chunk.</summary>
    public BlobAddress Address() =>
        Check(_wire.TryReadBytes(BlobAddress.Length, out var bytes)) ? BlobAddress.Read(bytes) : default;

    /// <summary>Reads a vector clock that may be missing.</summary>
    public VectorClock? OptionalClock() =>
        Flag() && Check(VectorClock.TryRead(ref _wire, out var clock)) ? clock : null;

    /// <summary>Reads a grant that may be missing.</summary>
    public Grant? OptionalGrant() => Flag() && Check(Grant.TryRead(ref _wire, out var grant)) ? grant : null;

    /// <summary>Reads a frame of a client, which takes all that is left; null if it does not read.</summary>
    public ClientFrame? ClientFrame()
    {
        var rest = _message[_wire.Offset..];
        var isRead = Frames.ClientFrame.TryRead(rest, out var frame, out var badOffset);
        _wire.TryReadBytes(isRead ? rest.Length : badOffset, out _);
        return Check(isRead) ? frame : null;
    }

    /// <summary>Reads the name of a node.</summary>
    public NodeId Node()
    {
        var role = Member<NodeRole>();
        Check(_wire.TryReadVarint(NodeId.IndexMax, out var index));
        return new(role, index);
    }

    /// <summary>Reads the name of a node that may be missing.</summary>
    public NodeId? OptionalNode() => Flag() ? Node() : null;

    /// <summary>Reads a shard.</summary>
    public Shard Shard() => new(Byte());

    /// <summary>Reads who holds a lease.</summary>
    public LeaseHolder Holder() => UInt64() is var instance && instance != 0 ? new(Node(), instance) : default;

    /// <summary>Reads a list: its count, and its elements.</summary>
    /// <param name="sizeMin">The least bytes that an element has, from 1: no count makes an array beyond that.</param>
    /// <param name="read">Reads an element.</param>
    public IReadOnlyList<T> List<T>(int sizeMin, Element<T> read)
    {
        var count = Count();
        if (!Check(count <= _wire.Remaining / sizeMin) || count == 0)
            return [];
        var list = new T[count];
        for (var at = 0; at < count && BadOffset is null; at++)
            list[at] = read(ref this);
        return list;
    }

    /// <summary>Notes a field that does not hold what it should.</summary>
    /// <returns>Whether all was well so far.</returns>
    public bool Check(bool isWell)
    {
        if (!isWell)
            BadOffset ??= _wire.Offset;
        return BadOffset is null;
    }
}
