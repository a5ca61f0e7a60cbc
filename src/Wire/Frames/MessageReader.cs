namespace Tacit.Wire.Frames;

/// <summary>Takes a message apart into its frames. Source: docs/protocol/connection.md §4.1.</summary>
/// <param name="message">The message. Frames are views of it.</param>
public struct MessageReader(ReadOnlyMemory<byte> message)
{
    /// <summary>Where the next frame's length begins; after a fault, where the fault is.</summary>
    public int Offset { get; private set; }

    /// <summary>Whether all frames were read.</summary>
    public readonly bool AtEnd => Offset == message.Length;

    /// <summary>Reads the next frame: false if the message is not made of whole, non-empty frames.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        var reader = new WireReader(message.Span[Offset..]);
        if (!reader.TryReadVarint(reader.Remaining, out var length) || length == 0 || length > reader.Remaining)
            return false;
        frame = message.Slice(Offset + reader.Offset, length);
        Offset += reader.Offset + length;
        return true;
    }
}
