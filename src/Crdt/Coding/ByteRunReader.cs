namespace Tacit.Crdt.Coding;

/// <summary>
/// Reads what <see cref="ByteRunWriter"/> wrote. The last run has no end, so it can be read for ever.
/// </summary>
internal ref struct ByteRunReader(ByteReader reader)
{
    private ByteReader _reader = reader;
    private byte _value;
    private long _count;

    public byte Read()
    {
        if (_count == 0)
        {
            _value = _reader.ReadByte();
            _count = _reader.AtEnd ? long.MaxValue : _reader.ReadVarUint() + 1;
        }
        if (_count != long.MaxValue)
            _count--;
        return _value;
    }
}
