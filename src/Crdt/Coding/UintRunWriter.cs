using System.Runtime.CompilerServices;

namespace Tacit.Crdt.Coding;

/// <summary>
/// lib0's <c>UintOptRleEncoder</c>: a value once is written as it is; a run as its negation, then its length minus
/// two. A run of zeros begins with negative zero.
/// </summary>
internal sealed class UintRunWriter
{
    private readonly ByteWriter _writer = new();
    private long _value;
    private long _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(long value)
    {
        if (value == _value)
        {
            _count++;
            return;
        }
        Flush();
        _count = 1;
        _value = value;
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
        _count = 0;
    }

    private void Flush()
    {
        if (_count == 0)
            return;
        _writer.WriteVarInt(_value, _count > 1);
        if (_count > 1)
            _writer.WriteVarUint(_count - 2);
    }
}
