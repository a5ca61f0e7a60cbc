using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tacit.Bench.Relay;

/// <summary>
/// Makes a server's frame of a client's: unmasks it. Whole messages below 64 KiB only. Source: RFC 6455 §5.2.
/// </summary>
internal static class RelayFrame
{
    /// <summary>Takes a frame from the front of what has come.</summary>
    /// <param name="source">What has come; on success, what is left.</param>
    /// <param name="frame">Where the server's frame is written; replaced by a longer one if need be.</param>
    /// <param name="length">Bytes of it.</param>
    /// <returns>False while no frame is whole.</returns>
    public static bool TryTake(ref ReadOnlySequence<byte> source, ref byte[] frame, out int length)
    {
        length = 0;
        Span<byte> head = stackalloc byte[8];
        if (source.Length < 6)
            return false;
        source.Slice(0, Math.Min(8, source.Length)).CopyTo(head);
        var (size, maskAt) = ((head[1] & 0x7f), 2);
        if (size >= 126)
            (size, maskAt) = (BinaryPrimitives.ReadUInt16BigEndian(head[2..]), 4);
        if (source.Length < maskAt + 4 + size)
            return false;

        length = maskAt + size;
        if (frame.Length < length)
            frame = new byte[length];
        head[..maskAt].CopyTo(frame);
        frame[1] &= 0x7f;
        source.Slice(maskAt + 4, size).CopyTo(frame.AsSpan(maskAt));
        Unmask(frame.AsSpan(maskAt, size), head.Slice(maskAt, 4));
        source = source.Slice(maskAt + 4 + size);
        return true;
    }

    private static void Unmask(Span<byte> payload, ReadOnlySpan<byte> mask)
    {
        var key = MemoryMarshal.Read<uint>(mask);
        var wide = MemoryMarshal.Cast<byte, ulong>(payload);
        for (var at = 0; at < wide.Length; at++)
            wide[at] ^= key | ((ulong)key << 32);
        for (var at = wide.Length * sizeof(ulong); at < payload.Length; at++)
            payload[at] ^= mask[at % 4];
    }
}
