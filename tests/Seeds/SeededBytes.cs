using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tacit.Seeds;

/// <summary>
/// A source of key material that gives the same bytes for the same seed, so that vectors and failed runs can be made
/// again. Block n is SHA-256 of seed and n.
/// </summary>
internal sealed class SeededBytes(long seed) : RandomNumberGenerator
{
    private readonly Queue<byte> _left = new();
    private long _block;

    public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

    public override void GetBytes(Span<byte> data)
    {
        foreach (ref var one in data)
        {
            if (_left.Count == 0)
                Fill();
            one = _left.Dequeue();
        }
    }

    public byte[] Next(int length)
    {
        var bytes = new byte[length];
        GetBytes(bytes.AsSpan());
        return bytes;
    }

    private void Fill()
    {
        Span<byte> input = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(input, seed);
        BinaryPrimitives.WriteInt64LittleEndian(input[sizeof(long)..], _block++);
        foreach (var one in SHA256.HashData(input))
            _left.Enqueue(one);
    }
}
