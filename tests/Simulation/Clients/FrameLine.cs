using Tacit.Wire;
using Tacit.Wire.Frames;

namespace Tacit.Simulation.Clients;

/// <summary>A frame as a line of a trace.</summary>
internal static class FrameLine
{
    /// <summary>The line.</summary>
    public static string Of(ServerFrame frame) => frame switch
    {
        Welcome => "WELCOME",
        Joined joined =>
            $"JOINED request {joined.Request} handle {joined.Handle} head {joined.Head} last {joined.LastCounter}",
        Entry entry => EntryHeader.TryRead(entry.Bytes.Span, out var header, out _)
            ? $"ENTRY handle {entry.Handle} seq {entry.Seq} {header.Author}#{header.Counter}"
            : $"ENTRY handle {entry.Handle} seq {entry.Seq} malformed",
        _ => frame.ToString(),
    };
}
