namespace Tacit.Crdt.Coding;

/// <summary>Reads what <see cref="UintRunWriter"/> wrote.</summary>
internal ref struct UintRunReader(ByteReader reader)
{
    private ByteReader _reader = reader;
    private long _value;
    private long _count;

    public long Read()
    {
        if (_count == 0)
        {
            _value = Math.Abs(_reader.ReadVarInt(out var isRun));
            _count = isRun ? _reader.ReadVarUint() + 2 : 1;
        }
        _count--;
        return _value;
    }

    public readonly MalformedUpdateException Malformed(string reason) => _reader.Malformed(reason);
}
