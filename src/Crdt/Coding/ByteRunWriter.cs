using System.Runtime.CompilerServices;

namespace Tacit.Crdt.Coding;

/// <summary>lib0's <c>RleEncoder</c>: a byte, then how often it repeats minus one; the last run has no count.</summary>
internal sealed class ByteRunWriter
{
    private readonly ByteWriter _writer = new();
    private byte _value;
    private long _count;

    public ReadOnlySpan<byte> Written => _writer.Written;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        if (_count > 0 && value == _value)
        {
            _count++;
            return;
        }
        Begin(value);
    }

    private void Begin(byte value)
    {
        if (_count > 0)
            _writer.WriteVarUint(_count - 1);
        _count = 1;
        _value = value;
        _writer.WriteByte(value);
    }

    public void Clear()
    {
        _writer.Clear();
        _count = 0;
    }
}
