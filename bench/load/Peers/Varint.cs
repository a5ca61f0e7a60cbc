namespace Tacit.Bench.Load.Peers;

/// <summary>Numbers as Yjs and Tacit write them: seven bits a byte, the low ones first.</summary>
internal static class Varint
{
    /// <summary>Takes a number from the front.</summary>
    public static long Read(ref ReadOnlySpan<byte> source)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = source[0];
            source = source[1..];
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
