using System.Runtime.CompilerServices;

namespace Tacit.Crdt.Coding;

/// <summary>
/// lib0's <c>IntDiffOptRleEncoder</c>: differences to the value before; twice the difference, plus one when a run
/// follows, whose length minus two comes next. The doubling is of the signed number: −1 once is −2, and in a run −1.
/// </summary>
internal sealed class DiffRunWriter
{
    private readonly ByteWriter _writer = new();
    private long _value;
    private long _difference;
    private long _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(long value)
    {
        var difference = value - _value;
        _value = value;
        if (difference == _difference)
        {
            _count++;
            return;
        }
        Flush();
        _count = 1;
        _difference = difference;
    }

    /// <summary>Ends the last run. Nothing may be written after it but <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        Flush();
        _count = 0;
        return _writer.Written;
    }

    public void Clear()
    {
        _writer.Clear();
        _value = 0;
        _difference = 0;
        _count = 0;
    }

    private void Flush()
    {
        if (_count == 0)
            return;
        var encoded = (_difference * 2) + (_count == 1 ? 0 : 1);
        _writer.WriteVarInt(Math.Abs(encoded), encoded < 0);
        if (_count > 1)
            _writer.WriteVarUint(_count - 2);
    }
}
