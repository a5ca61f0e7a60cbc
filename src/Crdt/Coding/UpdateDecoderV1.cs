namespace Tacit.Crdt.Coding;

/// <summary>Reads what <see cref="UpdateEncoderV1"/> wrote.</summary>
internal ref struct UpdateDecoderV1(ReadOnlySpan<byte> update, DecodeLimits limits) : IUpdateDecoder
{
    private readonly int _depthMax = limits.ValueDepthMax;
    private ByteReader _reader = new(update);

    public long ReadVarUint() => _reader.ReadVarUint();

    public Id ReadLeftId()
    {
        var client = _reader.ReadVarUint();
        return new Id(client, _reader.ReadVarUint());
    }

    public Id ReadRightId() => ReadLeftId();

    public long ReadClient() => _reader.ReadVarUint();

    public byte ReadInfo() => _reader.ReadByte();

    public string ReadString() => _reader.ReadVarString();

    public (string Text, int Start, int Length) ReadText()
    {
        var text = _reader.ReadVarString();
        return (text, 0, text.Length);
    }

    public bool ReadParentInfo() => _reader.ReadVarUint() == 1;

    public long ReadTypeRef() => _reader.ReadVarUint();

    public long ReadLength() => _reader.ReadVarUint();

    public Any ReadAny() => AnyCodec.Read(ref _reader, _depthMax);

    public byte[] ReadBytes() => _reader.ReadVarBytes().ToArray();

    public Any ReadJson()
    {
        var text = _reader.ReadVarString();
        return JsonReader.TryRead(text, _depthMax, out var value)
            ? value
            : throw _reader.Malformed("an attribute or embed is not JSON");
    }

    public string ReadKey() => _reader.ReadVarString();

    public readonly void StartDeletes()
    {
    }

    public long ReadDeleteClock() => _reader.ReadVarUint();

    public long ReadDeleteLength() => _reader.ReadVarUint();

    public readonly MalformedUpdateException Malformed(string reason) => _reader.Malformed(reason);
}
