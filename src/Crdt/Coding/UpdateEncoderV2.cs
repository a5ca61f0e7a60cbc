namespace Tacit.Crdt.Coding;

/// <summary>
/// Version 2: a feature byte, nine length-prefixed columns, and the rest.
/// <code>
/// 0 | key clocks | clients | left clocks | right clocks | info | strings | parent info | type refs | lengths | rest…
/// </code>
/// </summary>
internal sealed class UpdateEncoderV2 : UpdateEncoder
{
    private readonly DiffRunWriter _keyClocks = new();
    private readonly UintRunWriter _clients = new();
    private readonly DiffRunWriter _leftClocks = new();
    private readonly DiffRunWriter _rightClocks = new();
    private readonly ByteRunWriter _info = new();
    private char[] _strings = new char[64];
    private int _stringsUsed;
    private readonly UintRunWriter _stringLengths = new();
    private readonly ByteRunWriter _parentInfo = new();
    private readonly UintRunWriter _typeRefs = new();
    private readonly UintRunWriter _lengths = new();
    private long _keyClock;
    private long _deleteEnd;

    public override void WriteLeftId(Id id)
    {
        _clients.Write(id.Client);
        _leftClocks.Write(id.Clock);
    }

    public override void WriteRightId(Id id)
    {
        _clients.Write(id.Client);
        _rightClocks.Write(id.Clock);
    }

    public override void WriteClient(long client) => _clients.Write(client);

    public override void WriteInfo(byte info) => _info.Write(info);

    public override void WriteString(ReadOnlySpan<char> text)
    {
        if (_strings.Length - _stringsUsed < text.Length)
            Array.Resize(ref _strings, Math.Max(_strings.Length * 2, _stringsUsed + text.Length));
        text.CopyTo(_strings.AsSpan(_stringsUsed));
        _stringsUsed += text.Length;
        _stringLengths.Write(text.Length);
    }

    public override void WriteParentInfo(bool isRootName) => _parentInfo.Write(isRootName ? (byte)1 : (byte)0);

    public override void WriteTypeRef(int typeRef) => _typeRefs.Write(typeRef);

    public override void WriteLength(long length) => _lengths.Write(length);

    public override void WriteJson(Any value) => AnyCodec.Write(Rest, value);

    /// <summary>
    /// The format would allow to write each key once and then its number. Yjs 13 writes every key every time, so
    /// equal bytes ask for the same.
    /// </summary>
    public override void WriteKey(string key)
    {
        _keyClocks.Write(_keyClock++);
        WriteString(key);
    }

    public override void StartDeletes() => _deleteEnd = 0;

    public override void WriteDeleteClock(long clock)
    {
        Rest.WriteVarUint(clock - _deleteEnd);
        _deleteEnd = clock;
    }

    public override void WriteDeleteLength(long length)
    {
        Rest.WriteVarUint(length - 1);
        _deleteEnd += length;
    }

    public override byte[] ToArray()
    {
        var whole = new ByteWriter(Rest.Length + _info.Written.Length + (_stringsUsed * 2) + 256);
        whole.WriteByte(0);
        whole.WriteVarBytes(_keyClocks.Finish());
        whole.WriteVarBytes(_clients.Finish());
        whole.WriteVarBytes(_leftClocks.Finish());
        whole.WriteVarBytes(_rightClocks.Finish());
        whole.WriteVarBytes(_info.Written);
        WriteStrings(whole);
        whole.WriteVarBytes(_parentInfo.Written);
        whole.WriteVarBytes(_typeRefs.Finish());
        whole.WriteVarBytes(_lengths.Finish());
        whole.WriteBytes(Rest.Written);
        return whole.ToArray();
    }

    public override void Clear()
    {
        base.Clear();
        _keyClocks.Clear();
        _clients.Clear();
        _leftClocks.Clear();
        _rightClocks.Clear();
        _info.Clear();
        _stringsUsed = 0;
        _stringLengths.Clear();
        _parentInfo.Clear();
        _typeRefs.Clear();
        _lengths.Clear();
        _keyClock = 0;
        _deleteEnd = 0;
    }

    private void WriteStrings(ByteWriter whole)
    {
        var column = new ByteWriter(_stringsUsed + 16);
        column.WriteVarString(_strings.AsSpan(0, _stringsUsed));
        column.WriteBytes(_stringLengths.Finish());
        whole.WriteVarBytes(column.Written);
    }
}
