namespace Tacit.Wire.Frames;

/// <summary>Says that the client is still there; answered by <see cref="Pong"/>.</summary>
/// <param name="Token">Eight bytes that come back, as a big-endian number.</param>
public sealed record Ping(ulong Token) : ClientFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) => writer.Byte((byte)FrameType.Ping).UInt64(Token);

    internal static Ping? Read(ref WireReader reader) =>
        reader.TryReadUInt64(out var token) ? new(token) : null;
}
