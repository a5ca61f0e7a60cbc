using System.Diagnostics;
using System.Runtime.InteropServices;
using Tacit.Wire.Frames;

namespace Tacit.Server.Front;

/// <summary>
/// Whole frames, each with its length, ready to be sent. The bytes are shared by all who get them and never change.
/// </summary>
/// <param name="Buffer">Where they are.</param>
/// <param name="Offset">Where they begin, in bytes.</param>
/// <param name="Length">How many bytes, from 1.</param>
internal readonly record struct Segment(byte[] Buffer, int Offset, int Length)
{
    /// <summary>What a writer wrote, which writes no more.</summary>
    public static Segment Of(MessageWriter writer) =>
        MemoryMarshal.TryGetArray(writer.Message, out var array)
            ? new(array.Array!, array.Offset, array.Count)
            : throw new UnreachableException();

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory => Buffer.AsMemory(Offset, Length);
}
