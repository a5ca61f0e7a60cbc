namespace Tacit.Crdt.Coding;

/// <summary>Reads a delete set that stands alone, without the columns of an update.</summary>
internal ref struct DeleteSetDecoder(ReadOnlySpan<byte> bytes, UpdateFormat format) : IDeleteSetDecoder
{
    private ByteReader _reader = new(bytes);
    private long _end;

    public long ReadVarUint() => _reader.ReadVarUint();

    public void StartDeletes() => _end = 0;

    public long ReadDeleteClock()
    {
        if (format == UpdateFormat.V1)
            return _reader.ReadVarUint();
        _end += _reader.ReadVarUint();
        return _end;
    }

    public long ReadDeleteLength()
    {
        if (format == UpdateFormat.V1)
            return _reader.ReadVarUint();
        var length = _reader.ReadVarUint() + 1;
        _end += length;
        if (_end > DecodeLimits.IntegerMax)
            throw Malformed("a clock is out of range");
        return length;
    }

    public StateVector ReadStateVector() => StateVector.Read(ref _reader);

    public readonly MalformedUpdateException Malformed(string reason) => _reader.Malformed(reason);
}
