namespace Tacit.Bench.Load.Peers;

/// <summary>
/// Finds the edits of <see cref="EditSource"/> in a Yjs update v1 that a server sent: as they were, several in one
/// update, or run together where one follows another. Made for text that only grows. Source: docs/crdt.md.
/// </summary>
internal ref struct YjsEdits
{
    private const int Gc = 0, Deleted = 1, String = 4, Skip = 10;
    private const int KindMask = 0x1f, HasOrigin = 0x80, HasRightOrigin = 0x40;

    private ReadOnlySpan<byte> _rest;
    private long _clientsLeft;
    private long _structsLeft;
    private long _client;
    private long _clock;
    private long _editEnd;

    /// <summary>Begins to read an update.</summary>
    public YjsEdits(ReadOnlySpan<byte> update)
    {
        _rest = update;
        _clientsLeft = Varint.Read(ref _rest);
    }

    /// <summary>The writer's seat, after <see cref="TryNext"/>.</summary>
    public readonly int Seat => (int)(_client - EditSource.ClientOf(0));

    /// <summary>The number of the edit, from 0, after <see cref="TryNext"/>.</summary>
    public readonly int Number => (int)(_clock / EditSource.EditLength) - 1;

    /// <summary>Goes to the next edit.</summary>
    /// <exception cref="InvalidDataException">There is something in the update that no edit makes.</exception>
    public bool TryNext()
    {
        while (_clock >= _editEnd)
        {
            if (!TryNextStruct())
                return false;
        }

        _clock += EditSource.EditLength;
        return true;
    }

    private bool TryNextStruct()
    {
        while (_structsLeft == 0)
        {
            if (_clientsLeft-- == 0)
                return false;
            _structsLeft = Varint.Read(ref _rest);
            _client = Varint.Read(ref _rest);
            _clock = Varint.Read(ref _rest);
        }

        _structsLeft--;
        ReadStruct();
        return true;
    }

    private void ReadStruct()
    {
        var info = _rest[0];
        _rest = _rest[1..];
        var kind = info & KindMask;
        if (kind is Gc or Skip)
        {
            _clock += Varint.Read(ref _rest);
            _editEnd = _clock;
            return;
        }

        if ((info & HasOrigin) != 0)
            SkipId();
        if ((info & HasRightOrigin) != 0)
            SkipId();
        if ((info & (HasOrigin | HasRightOrigin)) == 0)
            SkipParent();
        if (kind is not (String or Deleted))
            throw new InvalidDataException($"No edit makes content of kind {kind}.");
        var length = (int)Varint.Read(ref _rest);
        if (kind == String)
            _rest = _rest[length..];
        else
            _clock += length;
        _editEnd = kind == String ? _clock + length : _clock;
    }

    private void SkipId()
    {
        Varint.Read(ref _rest);
        Varint.Read(ref _rest);
    }

    private void SkipParent()
    {
        if (Varint.Read(ref _rest) == 0)
        {
            SkipId();
            return;
        }

        var length = (int)Varint.Read(ref _rest);
        _rest = _rest[length..];
    }
}
