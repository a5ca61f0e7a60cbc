namespace Tacit.Server.Front;

/// <summary>
/// Whole frames, each with its length, ready to be sent. The bytes are shared by all who get them and never change.
/// </summary>
/// <param name="Buffer">Where they are.</param>
/// <param name="Offset">Where they begin, in bytes.</param>
/// <param name="Length">How many bytes, from 1.</param>
internal readonly record struct Segment(byte[] Buffer, int Offset, int Length)
{
    /// <summary>All of a buffer.</summary>
    public static Segment Of(byte[] buffer) => new(buffer, 0, buffer.Length);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory => Buffer.AsMemory(Offset, Length);
}
