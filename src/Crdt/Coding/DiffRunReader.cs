namespace Tacit.Crdt.Coding;

/// <summary>Reads what <see cref="DiffRunWriter"/> wrote.</summary>
internal ref struct DiffRunReader(ByteReader reader)
{
    private ByteReader _reader = reader;
    private long _value;
    private long _difference;
    private long _count;

    /// <returns>At least 0; a column that goes below is refused, since clocks are counts.</returns>
    public long Read()
    {
        if (_count == 0)
        {
            var encoded = _reader.ReadVarInt(out _);
            // An arithmetic shift rounds down, also below zero, which is what the writer's doubling asks for.
            _difference = encoded >> 1;
            _count = (encoded & 1) != 0 ? _reader.ReadVarUint() + 2 : 1;
        }
        _value += _difference;
        if (_value is < 0 or > DecodeLimits.IntegerMax)
            throw _reader.Malformed("a clock is out of range");
        _count--;
        return _value;
    }
}
