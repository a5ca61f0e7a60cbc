namespace Tacit.Wire.Frames;

/// <summary>Puts frames together into a message. Source: docs/protocol/connection.md §4.1.</summary>
/// <param name="capacity">Bytes to begin with.</param>
public sealed class MessageWriter(int capacity = 1024)
{
    private readonly WireWriter _message = new(capacity);
    private WireWriter? _frame;

    /// <summary>How many bytes the message has.</summary>
    public int Length => _message.Length;

    /// <summary>The message: valid until the next change.</summary>
    public ReadOnlyMemory<byte> Message => _message.WrittenMemory;

    /// <summary>Adds a frame of the server.</summary>
    public MessageWriter Add(ServerFrame frame)
    {
        frame.Write(Scratch());
        return AddScratch();
    }

    /// <summary>Adds a frame of the client.</summary>
    public MessageWriter Add(ClientFrame frame)
    {
        frame.Write(Scratch());
        return AddScratch();
    }

    /// <summary>Adds an ENTRY without making a frame object: the hot path of the fan-out.</summary>
    public MessageWriter AddEntry(long handle, long seq, ReadOnlySpan<byte> entry) =>
        AddCarrier(FrameType.Entry, handle, seq, entry);

    /// <summary>Adds an ACK without making a frame object.</summary>
    public MessageWriter AddAck(long handle, long firstCounter, long firstSeq, long count)
    {
        var length = 1 + WireWriter.VarintLength(handle) + WireWriter.VarintLength(firstCounter)
            + WireWriter.VarintLength(firstSeq) + WireWriter.VarintLength(count);
        _message.Varint(length).Byte((byte)FrameType.Ack).Varint(handle).Varint(firstCounter).Varint(firstSeq)
            .Varint(count);
        return this;
    }

    /// <summary>Adds an APPEND without making a frame object.</summary>
    public MessageWriter AddAppend(long handle, ReadOnlySpan<byte> entry) =>
        AddCarrier(FrameType.Append, handle, number: null, entry);

    /// <summary>A copy of the message.</summary>
    public byte[] ToArray() => _message.ToArray();

    /// <summary>Starts a new message in the same buffer.</summary>
    public void Clear() => _message.Clear();

    private WireWriter Scratch()
    {
        _frame ??= new WireWriter();
        _frame.Clear();
        return _frame;
    }

    private MessageWriter AddScratch()
    {
        _message.Varint(_frame!.Length).Bytes(_frame.Written);
        return this;
    }

    private MessageWriter AddCarrier(FrameType type, long handle, long? number, ReadOnlySpan<byte> bytes)
    {
        var length = 1 + WireWriter.VarintLength(handle) + bytes.Length;
        if (number is { } counted)
            length += WireWriter.VarintLength(counted);
        _message.Varint(length).Byte((byte)type).Varint(handle);
        if (number is { } written)
            _message.Varint(written);
        _message.Bytes(bytes);
        return this;
    }
}
