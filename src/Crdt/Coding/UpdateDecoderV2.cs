namespace Tacit.Crdt.Coding;

/// <summary>
/// Reads what <see cref="UpdateEncoderV2"/> wrote, ten windows into the same bytes, without copying them.
/// </summary>
internal ref struct UpdateDecoderV2 : IUpdateDecoder
{
    private readonly int _depthMax;
    private readonly string _strings;
    private readonly List<string> _keys = [];
    private DiffRunReader _keyClocks;
    private UintRunReader _clients;
    private DiffRunReader _leftClocks;
    private DiffRunReader _rightClocks;
    private ByteRunReader _info;
    private UintRunReader _stringLengths;
    private ByteRunReader _parentInfo;
    private UintRunReader _typeRefs;
    private UintRunReader _lengths;
    private ByteReader _rest;
    private int _stringPosition;
    private long _deleteEnd;

    public UpdateDecoderV2(ReadOnlySpan<byte> update, DecodeLimits limits)
    {
        _depthMax = limits.ValueDepthMax;
        var reader = new ByteReader(update);
        reader.ReadVarUint(); // Feature flags, none defined yet; Yjs ignores them too.
        _keyClocks = new DiffRunReader(reader.ReadWindow());
        _clients = new UintRunReader(reader.ReadWindow());
        _leftClocks = new DiffRunReader(reader.ReadWindow());
        _rightClocks = new DiffRunReader(reader.ReadWindow());
        _info = new ByteRunReader(reader.ReadWindow());
        var strings = reader.ReadWindow();
        _strings = strings.ReadVarString();
        _stringLengths = new UintRunReader(strings);
        _parentInfo = new ByteRunReader(reader.ReadWindow());
        _typeRefs = new UintRunReader(reader.ReadWindow());
        _lengths = new UintRunReader(reader.ReadWindow());
        _rest = reader;
    }

    public long ReadVarUint() => _rest.ReadVarUint();

    public Id ReadLeftId()
    {
        var client = _clients.Read();
        return new Id(client, _leftClocks.Read());
    }

    public Id ReadRightId()
    {
        var client = _clients.Read();
        return new Id(client, _rightClocks.Read());
    }

    public long ReadClient() => _clients.Read();

    public byte ReadInfo() => _info.Read();

    public string ReadString()
    {
        var (text, start, length) = ReadText();
        return text.Substring(start, length);
    }

    public (string Text, int Start, int Length) ReadText()
    {
        var length = _stringLengths.Read();
        if (length > _strings.Length - _stringPosition)
            throw _stringLengths.Malformed("the strings end too early");
        var start = _stringPosition;
        _stringPosition += (int)length;
        return (_strings, start, (int)length);
    }

    public bool ReadParentInfo() => _parentInfo.Read() == 1;

    public long ReadTypeRef() => _typeRefs.Read();

    public long ReadLength() => _lengths.Read();

    public Any ReadAny() => AnyCodec.Read(ref _rest, _depthMax);

    public byte[] ReadBytes() => _rest.ReadVarBytes().ToArray();

    public Any ReadJson() => ReadAny();

    public string ReadKey()
    {
        var clock = _keyClocks.Read();
        if (clock < _keys.Count)
            return _keys[(int)clock];
        var key = ReadString();
        _keys.Add(key);
        return key;
    }

    public void StartDeletes() => _deleteEnd = 0;

    public long ReadDeleteClock()
    {
        _deleteEnd += _rest.ReadVarUint();
        return _deleteEnd;
    }

    public long ReadDeleteLength()
    {
        var length = _rest.ReadVarUint() + 1;
        _deleteEnd += length;
        if (_deleteEnd > DecodeLimits.IntegerMax)
            throw _rest.Malformed("a clock is out of range");
        return length;
    }

    public readonly MalformedUpdateException Malformed(string reason) => _rest.Malformed(reason);
}
