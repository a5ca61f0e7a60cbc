namespace Tacit.Crdt.Structs;

/// <summary>
/// A window into a growing array of values, so that appending one value after another, splitting and joining again
/// do not copy. Values before <c>Used</c> never change.
/// </summary>
internal struct ValueRun
{
    private Shared _shared;
    private int _start;

    public ValueRun(Any[] values)
    {
        _shared = new Shared { Values = values, Used = values.Length };
        Length = values.Length;
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<Any> Span => _shared.Values.AsSpan(_start, Length);

    /// <summary>Keeps the values before the offset and gives back the others.</summary>
    public ValueRun SplitAt(int offset)
    {
        var right = new ValueRun { _shared = _shared, _start = _start + offset, Length = Length - offset };
        Length = offset;
        return right;
    }

    public void Append(in ValueRun right)
    {
        if (ReferenceEquals(_shared, right._shared) && right._start == _start + Length)
        {
            Length += right.Length;
            return;
        }
        if (_shared.Used != _start + Length || _shared.Values.Length - _shared.Used < right.Length)
        {
            var grown = new Any[Math.Max(4, checked((Length + right.Length) * 3 / 2))];
            Span.CopyTo(grown);
            _shared = new Shared { Values = grown, Used = Length };
            _start = 0;
        }
        right.Span.CopyTo(_shared.Values.AsSpan(_shared.Used));
        _shared.Used += right.Length;
        Length += right.Length;
    }

    private sealed class Shared
    {
        public required Any[] Values { get; init; }

        public required int Used { get; set; }
    }
}
