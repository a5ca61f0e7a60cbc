namespace Tacit.Wire.Frames;

/// <summary>Answers PING.</summary>
/// <param name="Token">What PING held.</param>
public sealed record Pong(ulong Token) : ServerFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Pong).UInt64(Token);

    internal static Pong? Read(ref WireReader reader) =>
        reader.TryReadUInt64(out var token)
            ? new(token)
            : null;
}
