namespace Tacit.Wire.Frames;

/// <summary>The first frame: which versions the client knows.</summary>
/// <param name="VersionMin">The lowest version.</param>
/// <param name="VersionMax">The highest version.</param>
/// <param name="Agent">The client's name and version, at most 64 bytes of UTF-8; may be empty.</param>
public sealed record Hello(long VersionMin, long VersionMax, string Agent) : ClientFrame
{
    /// <inheritdoc />
    public override void Write(WireWriter writer) =>
        writer.Byte((byte)FrameType.Hello).Varint(VersionMin).Varint(VersionMax).String(Agent);

    internal static Hello? Read(ref WireReader reader) =>
        reader.TryReadVarint(out var min) && reader.TryReadVarint(out var max) && max >= min
        && reader.TryReadString(Protocol.AgentSizeMax, out var agent)
            ? new(min, max, agent)
            : null;
}
